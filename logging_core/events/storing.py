"""Reading an event to change it, and writing it back with its next version."""

from typing import Any

from logging_core.events.models import Comment, Event
from logging_core.shared.announce import Changes
from logging_core.shared.errors import NotFound


def locked_event(id: str) -> Event:
    event = Event.objects.select_for_update(of=("self",)).filter(id=id).first()
    if event is None:
        raise NotFound("There is no such event.")
    return event


def remember_comments(event: Event, comments: list[Comment]) -> None:
    """The comments of an event as they are known here, so that nobody asks the database for them."""
    known = Comment.objects.none()
    known._result_cache = comments
    event._prefetched_objects_cache = {"comments": known}  # type: ignore[attr-defined]


def store(event: Event, changes: Changes, verb: str, before: dict[str, Any], *, quiet: bool = False) -> None:
    """Write what may change, with the next version; never the whole row."""
    event.version += 1
    event.refresh_search_text([comment.text for comment in event.comments.all() if not comment.deleted])
    event.save(update_fields=["value", "options", "free_text", "author", "ts", "state", "version", "search_text"])
    changes.add("event", verb, event.id, before=before, after=event.record(), version=event.version, quiet=quiet)
