from django.urls import path

from logging_core.automation.triggers import pages
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("automation/triggers", pages.triggers, name="triggers"),
    path("automation/triggers/list", pages.trigger_list, name="triggers-list"),
    path("automation/triggers/new", pages.new, name="trigger-new"),
    path("automation/triggers/write", pages.write, name="trigger-write"),
    path("automation/triggers/<record_id:id>", pages.edit, name="trigger"),
    path("automation/triggers/<record_id:id>/switch", pages.switch, name="trigger-switch"),
    path("automation/triggers/<record_id:id>/delete", pages.delete, name="trigger-delete"),
]
