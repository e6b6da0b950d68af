"""Addresses below health/, open to everybody."""

from django.urls import path

from monitoring.health import api

urlpatterns = [
    path("live", api.live, name="health-live"),
    path("ready", api.ready, name="health-ready"),
]
