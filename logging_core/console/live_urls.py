from django.urls import path

from logging_core.console.live import LiveFeed

websocket_urlpatterns = [path("live", LiveFeed.as_asgi())]
