from django.urls import path

from logging_core.automation.sync import api, pages
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("automation/sync", pages.sync, name="sync"),
    path("automation/sync/peers", pages.peers, name="sync-peers"),
    path("automation/sync/matters", pages.matters, name="sync-matters"),
    path("automation/sync/new", pages.new, name="sync-new"),
    path("automation/sync/write", pages.write, name="sync-write"),
    path("automation/sync/<record_id:id>", pages.edit, name="sync-edit"),
    path("automation/sync/<record_id:id>/switch", pages.switch, name="sync-switch"),
    path("automation/sync/<record_id:id>/now", pages.now, name="sync-now"),
    path("automation/sync/<record_id:id>/again", pages.again, name="sync-again"),
    path("automation/sync/<record_id:id>/delete", pages.delete, name="sync-delete"),
    path("automation/sync/conflicts/<int:number>/settle", pages.settle, name="sync-settle"),
    path("sync/exchange", api.Exchange.as_view(), name="sync-exchange"),
]
