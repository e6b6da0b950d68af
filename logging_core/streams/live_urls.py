from django.urls import path

from logging_core.streams.live import LiveValues

websocket_urlpatterns = [path("live/values", LiveValues.as_asgi())]
