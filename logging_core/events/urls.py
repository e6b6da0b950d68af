from django.urls import path

from logging_core.events import api
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("events", api.Events.as_view(), name="api-events"),
    path("events/drafts", api.Drafts.as_view(), name="api-drafts"),
    path("events/<record_id:id>", api.OneEvent.as_view(), name="api-event"),
    path("events/<record_id:id>/restore", api.Restored.as_view(), name="api-event-restore"),
    path("events/<record_id:id>/history", api.History.as_view(), name="api-event-history"),
    path("events/<record_id:id>/comments", api.Comments.as_view(), name="api-event-comments"),
    path("comments/<record_id:id>", api.OneComment.as_view(), name="api-comment"),
]
