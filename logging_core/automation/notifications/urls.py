from django.urls import path

from logging_core.automation.notifications import pages
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("automation/notifications", pages.notifications, name="notifications"),
    path("automation/notifications/targets", pages.targets, name="notification-targets"),
    path("automation/notifications/log", pages.log, name="notifications-log"),
    path("automation/notifications/new", pages.new, name="target-new"),
    path("automation/notifications/write", pages.write, name="target-write"),
    path("automation/notifications/<record_id:id>", pages.edit, name="target"),
    path("automation/notifications/<record_id:id>/test", pages.test, name="target-test"),
    path("automation/notifications/<record_id:id>/delete", pages.delete, name="target-delete"),
    path("automation/notifications/<int:number>/again", pages.again, name="notification-again"),
]
