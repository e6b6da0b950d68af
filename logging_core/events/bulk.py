"""Many events at once: the rows and the journal that one-by-one logging leaves, in a few statements."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from logging_core.events.models import AuxData, Comment, Event
from logging_core.shared.announce import Actor, recorded


def add_events(
    *, actor: Actor, events: Sequence[Event], comments: Sequence[Comment] = (), reason: str = ""
) -> None:
    """Store new events, already checked, with comments on them. An id that is taken raises IntegrityError."""
    texts: dict[str, list[str]] = {event.id: [] for event in events}
    for comment in comments:
        texts[comment.event.id].append(comment.text)
    for event in events:
        event.refresh_search_text(texts[event.id])
    with recorded(actor, reason) as changes:
        Event.objects.bulk_create(events)
        Comment.objects.bulk_create(comments)
        prefetch_related_objects(events, "comments")
        for event in events:
            changes.add("event", "create", event.id, after=event.record())


def add_aux_data(*, actor: Actor, rows: Sequence[AuxData], reason: str = "") -> None:
    """Store new aux data, already checked. A second record of one event and source raises IntegrityError."""
    with recorded(actor, reason) as changes:
        AuxData.objects.bulk_create(rows)
        for aux in rows:
            changes.add("aux_data", "create", aux.id, after=aux.record())
