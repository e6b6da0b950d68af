"""What is done with events: log, complete, correct, delete, restore."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from logging_core.event_templates.models import EventTemplate
from logging_core.event_templates.rules import check_answers
from logging_core.events.aux_data import retire_aux_data
from logging_core.events.comments import comment_by
from logging_core.events.models import Comment, Event, State
from logging_core.events.rules import (
    checked_free_text,
    checked_options,
    checked_value,
    may_edit,
    require_writer,
)
from logging_core.events.storing import locked_event, remember_comments, store
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, NotAllowed, wrong
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from logging_core.shared.text import checked_text


@dataclass(frozen=True)
class NewEvent:
    """An event as it is sent. Only the value is needed; `ts` is the click, or now."""

    value: str
    options: list[dict[str, Any]] = field(default_factory=list)
    free_text: str = ""
    author: str = ""
    ts: datetime | None = None
    captured_at: datetime | None = None
    clock_offset_ms: int | None = None
    state: str = State.FINAL
    template_id: str = ""
    on_watch: str = ""
    station: str = ""
    comment: str = ""


def log_event(
    *, actor: Actor, user: Any, id: str | None, new: NewEvent, quiet: bool = False
) -> tuple[Event, bool]:
    """Store an event under the id its client made (None: an id is made here); the same id again changes nothing.

    Returns the stored event and whether it was stored now. A `quiet` one is not told to existing Sealog clients.
    """
    require_writer(user)
    value, options = checked_value(new.value), checked_options(new.options)
    free_text = checked_free_text(new.free_text)
    if new.state not in (State.DRAFT, State.FINAL):
        raise wrong("state", "must be one of draft, final")
    received = clock.now()
    captured = clock.to_millisecond(new.captured_at or new.ts or received)
    event = Event(
        id=id or new_id(),
        value=value,
        options=options,
        free_text=free_text,
        author=checked_text(new.author or actor.name, "event_author", longest=100, shortest=1),
        ts=clock.to_millisecond(new.ts or captured),
        captured_at=captured,
        received_at=received,
        clock_offset_ms=new.clock_offset_ms,
        state=new.state,
        template_id=new.template_id,
        on_watch=checked_text(new.on_watch, "on_watch", longest=100),
        station=checked_text(new.station, "station", longest=100),
        created_by=user,
    )
    comments = [comment_by(actor, user, event, new.comment)] if new.comment else []
    event.refresh_search_text([comment.text for comment in comments])
    with recorded(actor) as changes:
        if not _insert(event, own_id=id is None):
            return Event.objects.shown().get(id=id), False
        if event.state == State.FINAL:
            _check_against_template(event)
        if comments:
            Comment.objects.bulk_create(comments)
        remember_comments(event, comments)
        changes.add("event", "create", event.id, after=event.record(), quiet=quiet)
    return event, True


def _insert(event: Event, own_id: bool) -> bool:
    """Store it unless the id is taken: of two senders of one id at one moment exactly one stores it."""
    try:
        # An id made here is new: it needs no savepoint to come back to.
        with nullcontext() if own_id else transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        if Event.objects.filter(id=event.id).exists():
            return False
        raise
    return True


def _check_against_template(event: Event) -> None:
    if not event.template_id:
        return
    template = EventTemplate.objects.filter(id=event.template_id).first()
    if template is not None:
        check_answers(template, event.options, event.free_text)


def change_event(
    *, actor: Actor, user: Any, id: str, changed: dict[str, Any], version: int | None = None, reason: str = ""
) -> Event:
    """Change named fields (`value`, `options`, `free_text`, `author`, `ts`, `state`) of an event.

    With `version` a change made by somebody else meanwhile raises Conflict. A draft becomes final by
    `state: "final"`. A changed time retires the aux data: it belongs to the old moment.
    """
    with recorded(actor, reason) as changes:
        event = locked_event(id)
        if not may_edit(user, event):
            raise NotAllowed("Only its author, for a while, and event managers may change this event.")
        before = event.record()
        if version is not None and version != event.version:
            raise Conflict("The event was changed meanwhile.", current=before)
        if event.state == State.DELETED:
            raise Conflict("The event was deleted meanwhile.", current=before)
        old_ts, was_draft = event.ts, event.state == State.DRAFT
        apply_changes(event, changed)
        completed = was_draft and event.state == State.FINAL
        if completed:
            # The questions bind whoever completes a draft, not a later correction of an old record.
            _check_against_template(event)
        store(event, changes, "submit" if completed else "update", before)
        if event.ts != old_ts:
            retire_aux_data(event, changes)
    return event


def apply_changes(event: Event, changed: dict[str, Any]) -> None:
    """Set named fields of an event, each checked; what may not be changed is refused."""
    checks = {
        "value": checked_value,
        "options": checked_options,
        "free_text": checked_free_text,
        "author": lambda text: checked_text(text, "event_author", longest=100, shortest=1),
        "ts": clock.to_millisecond,
        "state": _checked_state,
    }
    for name, value in changed.items():
        if name not in checks:
            raise wrong(name, "is not allowed")
        setattr(event, name, checks[name](value))


def _checked_state(state: Any) -> str:
    if state != State.FINAL:
        raise wrong("state", "must be final")
    return State.FINAL


def delete_event(*, actor: Actor, user: Any, id: str, reason: str = "", own_at_any_age: bool = False) -> Event:
    """Take an event out of the record's sight. It stays stored and can be restored."""
    with recorded(actor, reason) as changes:
        event = locked_event(id)
        if not may_edit(user, event, own_at_any_age=own_at_any_age):
            raise NotAllowed("Only its author, for a while, and event managers may delete this event.")
        if event.state == State.DELETED:
            return event
        before = event.record()
        event.state = State.DELETED
        store(event, changes, "delete", before)
    return event


def restore_event(*, actor: Actor, user: Any, id: str) -> Event:
    """Bring a deleted event back, as a draft if it was one."""
    with recorded(actor) as changes:
        event = locked_event(id)
        if not may_edit(user, event):
            raise NotAllowed("Only its author, for a while, and event managers may restore this event.")
        if event.state != State.DELETED:
            return event
        before = event.record()
        event.state = _state_before_deletion(event)
        store(event, changes, "restore", before)
    return event


def _state_before_deletion(event: Event) -> str:
    deletion = Change.objects.filter(kind="event", record_id=event.id, verb="delete").order_by("-seq").first()
    return (deletion.before or {}).get("state", State.FINAL) if deletion else State.FINAL
