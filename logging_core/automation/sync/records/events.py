"""Events, with their comments as parts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.records.keeper import filled
from logging_core.events.models import Comment, Event, State
from logging_core.events.rules import checked_free_text, checked_options, checked_value
from logging_core.events.storing import remember_comments
from logging_core.shared import clock
from logging_core.shared.announce import Changes
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_text

LONGEST_COMMENT = 10_000


class EventKeeper:
    model: Any = Event

    def rows(self, ids: Collection[str], *, lock: bool = False) -> dict[str, Event]:
        found = Event.objects.filter(id__in=ids).prefetch_related("comments").order_by("ordinal")
        if lock:
            found = found.select_for_update(of=("self",))
        return {event.id: event for event in found}

    def content(self, row: Event) -> Json:
        """Times that equal the time of the event need not travel."""
        content = filled(
            {
                "value": row.value,
                "author": row.author,
                "ts": clock.iso(row.ts),
                "options": row.options,
                "free_text": row.free_text,
                "on_watch": row.on_watch,
                "station": row.station,
                "template_id": row.template_id,
            }
        )
        if row.state != State.FINAL:
            content["state"] = str(row.state)
        if row.clock_offset_ms is not None:
            content["clock_offset_ms"] = row.clock_offset_ms
        times = {"captured_at": row.captured_at, "received_at": row.received_at}
        return content | {name: clock.iso(moment) for name, moment in times.items() if moment != row.ts}

    def parts(self, row: Event) -> dict[str, Json]:
        return {comment.id: _part(comment) for comment in row.comments.all()}

    def store(
        self, row: Event | None, id: str, content: Json, parts: Mapping[str, Json], changes: Changes
    ) -> Event:
        event, before = row or Event(id=id), row.record() if row else None
        was = None if row is None else str(row.state)
        same = row is not None and self.content(row) == content
        _fill(event, content)
        event.version += 1 if row else 0
        comments = _comments(event, parts)
        event.refresh_search_text([comment.text for comment in comments if not comment.deleted])
        event.save()
        for comment in comments:
            comment.event = event
            comment.save()
        remember_comments(event, comments)
        verb = "comment" if same else _verb(was, str(event.state))
        after = event.record()
        changes.add("event", verb, event.id, before=before, after=after, version=event.version)
        return event

    def remove(self, row: Event, changes: Changes) -> None:
        raise wrong("c", "is missing: an event is deleted by its state")


def _fill(event: Event, content: Json) -> None:
    event.value = checked_value(content.get("value"))
    event.author = checked_text(content.get("author"), "event_author", longest=100, shortest=1)
    event.ts = _time(content.get("ts"), "ts")
    event.options = checked_options(content.get("options", []))
    event.free_text = checked_free_text(content.get("free_text", ""))
    event.state = _state(content.get("state", State.FINAL))
    event.captured_at = _time(content.get("captured_at", content.get("ts")), "captured_at")
    event.received_at = _time(content.get("received_at", content.get("ts")), "received_at")
    event.clock_offset_ms = _offset(content.get("clock_offset_ms"))
    event.on_watch = checked_text(content.get("on_watch", ""), "on_watch", longest=100)
    event.station = checked_text(content.get("station", ""), "station", longest=100)
    event.template_id = checked_text(content.get("template_id", ""), "template_id", longest=24)


def _time(value: Any, field: str) -> datetime:
    try:
        return clock.parse(value)
    except ValueError as problem:
        raise wrong(field, str(problem)) from None


def _state(value: Any) -> str:
    if value not in State.values:
        raise wrong("state", f"must be one of {', '.join(State.values)}")
    return str(value)


def _offset(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**31:
        raise wrong("clock_offset_ms", "must be a whole number")
    return value


def _verb(was: str | None, now: str) -> str:
    """What happened, in the words of the rooms, for those who are told of it."""
    if now == State.DELETED:
        return "delete"
    if was is None:
        return "create"
    if was == State.DELETED:
        return "restore"
    return "submit" if (was, now) == (State.DRAFT, State.FINAL) else "update"


def _part(comment: Comment) -> Json:
    part: Json = {"id": comment.id, "author": comment.author, "text": comment.text, "at": clock.iso(comment.at)}
    if comment.version != 1:
        part["version"] = comment.version
    return part | ({"deleted": True} if comment.deleted else {})


def _comments(event: Event, parts: Mapping[str, Json]) -> list[Comment]:
    """All comments of the event as they shall be, not stored yet."""
    stored = {comment.id: comment for comment in event.comments.all()} if event.pk else {}
    taken = set(parts) - set(stored)
    if taken and Comment.objects.filter(id__in=taken).exists():
        raise wrong("comments", "holds the id of a comment on another event")
    for id, part in parts.items():
        comment = stored.setdefault(id, Comment(id=id))
        comment.author = checked_text(part.get("author"), "comment author", longest=100)
        comment.text = checked_text(part.get("text"), "comment", longest=LONGEST_COMMENT)
        comment.at = _time(part.get("at"), "comment at")
        comment.deleted = part.get("deleted") is True
        comment.version = _version(part.get("version", 1))
    return sorted(stored.values(), key=lambda comment: (comment.at, comment.id))


def _version(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < 2**31:
        raise wrong("comment version", "must be a whole number from 1")
    return value
