from django.urls import path

from logging_core.event_templates import api

urlpatterns = [path("templates", api.Templates.as_view(), name="api-templates")]
