"""Many events at once: the rows and the journal that one-by-one logging leaves, in a few statements."""

from collections.abc import Sequence

from django.db.models import F, prefetch_related_objects

from logging_core.events.models import AuxData, Comment, Event, State
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


DELETED_AT_A_TIME = 2000
MOST_TOLD = 100


def delete_events(*, actor: Actor, ordinals: Sequence[int], reason: str = "") -> int:
    """Take many events out of sight, each with its entry in the journal; says how many were there.

    Done in parts, so that a million events need neither a million rows in memory nor one long lock. Existing
    Sealog clients are told of each one up to MOST_TOLD of them; of more they are not told at all.
    """
    quiet = len(ordinals) > MOST_TOLD
    parts = [ordinals[start : start + DELETED_AT_A_TIME] for start in range(0, len(ordinals), DELETED_AT_A_TIME)]
    return sum(_delete_part(actor, part, reason, quiet) for part in parts)


def _delete_part(actor: Actor, ordinals: Sequence[int], reason: str, quiet: bool) -> int:
    with recorded(actor, reason) as changes:
        living = Event.objects.alive().filter(pk__in=ordinals)
        events = list(living.select_for_update(of=("self",)).shown())
        living.update(state=State.DELETED, version=F("version") + 1)
        for event in events:
            before = event.record()
            after = before | {"state": State.DELETED.value, "version": event.version + 1}
            changes.add(
                "event", "delete", event.id, before=before, after=after, version=event.version + 1, quiet=quiet
            )
    return len(events)
