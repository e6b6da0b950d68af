from django.urls import path

from monitoring.console.live import ArchiveLive

websocket_urlpatterns = [path("archive/live", ArchiveLive.as_asgi())]
