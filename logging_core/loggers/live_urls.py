from django.urls import path

from logging_core.loggers.live import LoggersLive

websocket_urlpatterns = [path("loggers/live", LoggersLive.as_asgi())]
