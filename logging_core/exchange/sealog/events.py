"""Events of a Sealog server, with the comments in their options and, where the file has it, their aux data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from logging_core.accounts.models import User
from logging_core.events.aux_data import retire_aux_data
from logging_core.events.bulk import add_events
from logging_core.events.models import Comment, Event
from logging_core.events.rules import checked_free_text, checked_options, checked_value
from logging_core.events.storing import locked_event, store
from logging_core.exchange.sealog import aux_data
from logging_core.exchange.sealog.batch import Item, Run
from logging_core.exchange.sealog.fields import Raw, listed, moment, record_id
from logging_core.exchange.sealog.report import IMPORTED, SKIPPED, UPDATED, Report
from logging_core.shared.announce import recorded
from logging_core.shared.errors import Refusal
from logging_core.shared.text import checked_text

KIND = "events"
COMMENT = "event_comment"


@dataclass(frozen=True)
class ReadEvent:
    """What a file says of an event: fields as the table names them, comments, and raw aux data."""

    ts: datetime
    fields: dict[str, Any]
    comments: list[str]
    aux_data: list[Any] = field(default_factory=list)


def read(raw: Raw) -> ReadEvent:
    """Empty comments are none: clients leave an empty option behind when a comment was cleared."""
    record_id(raw)
    options = checked_options(raw.get("event_options") or [])
    comments = [option["event_option_value"] for option in options if option["event_option_name"] == COMMENT]
    texts = ["; ".join(comment) if isinstance(comment, list) else comment for comment in comments]
    ts = moment(raw, "ts")
    fields = {
        "ts": ts,
        "author": checked_text(raw.get("event_author"), "event_author", longest=100, shortest=1),
        "value": checked_value(raw["event_value"]),
        "free_text": checked_free_text(raw.get("event_free_text") or ""),
        "options": [option for option in options if option["event_option_name"] != COMMENT],
    }
    return ReadEvent(ts, fields, [text for text in texts if text.strip()], listed(raw, "aux_data"))


def load(run: Run, file: Path, items: Sequence[Item]) -> Report:
    """Store a batch of events in one transaction, then the aux data that came with them."""
    stored = {event.id: event for event in _stored(run, items)}
    new = {item.id: item for item in items if item.id not in stored and item.id not in run.would_be}
    report = Report()
    with recorded(run.actor):
        _create(run, list(new.values()))
        for item in items:
            event = stored.get(item.id)
            updated = run.update and event is not None and _update(run, event, item.record)
            report.count(KIND, IMPORTED if item.id in new else UPDATED if updated else SKIPPED)
        report.add(aux_data.load(run, file, _aux_items(items, report, file)))
    if run.dry_run:
        run.would_be.update(new)
    return report


def _stored(run: Run, items: Sequence[Item]) -> list[Event]:
    stored = Event.objects.filter(id__in=[item.id for item in items])
    return list(stored.prefetch_related("comments") if run.update else stored.only("id"))


def _create(run: Run, items: Sequence[Item]) -> None:
    accounts = {user.username: user for user in _authors(items)}
    events = [_event(item, accounts.get(item.record.fields["author"])) for item in items]
    comments = [
        _comment(event, text) for item, event in zip(items, events, strict=True) for text in item.record.comments
    ]
    add_events(actor=run.actor, events=events, comments=comments)


def _authors(items: Sequence[Item]) -> list[User]:
    return list(User.objects.filter(username__in={item.record.fields["author"] for item in items}))


def _event(item: Item, account: User | None) -> Event:
    return Event(id=item.id, captured_at=item.record.ts, created_by=account, **item.record.fields)


def _comment(event: Event, text: str) -> Comment:
    """Files do not say who commented and when; the event's author and time are the nearest there is."""
    return Comment(event=event, author=event.author, created_by=event.created_by, text=text, at=event.ts)


def _update(run: Run, event: Event, said: ReadEvent) -> bool:
    """Make an event what the file says. Comments are added only: those made here, or deleted here, stay so."""
    known = {comment.text for comment in event.comments.all()}
    comments = [text for text in said.comments if text not in known]
    if not comments and all(getattr(event, name) == value for name, value in said.fields.items()):
        return False
    with recorded(run.actor) as changes:
        locked = locked_event(event.id)
        before, old_ts = locked.record(), locked.ts
        for name, value in said.fields.items():
            setattr(locked, name, value)
        Comment.objects.bulk_create([_comment(locked, text) for text in comments])
        store(locked, changes, "update", before)
        if locked.ts != old_ts:
            retire_aux_data(locked, changes)
    return True


def _aux_items(items: Sequence[Item], report: Report, file: Path) -> list[Item]:
    """The aux data inside event records, each checked on its own: a wrong one does not stop its event."""
    found = []
    for item in items:
        for raw in item.record.aux_data:
            try:
                record = aux_data.read({"event_id": item.id, **raw} if isinstance(raw, dict) else raw)
            except Refusal as problem:
                report.refuse(aux_data.KIND, file, item.line, item.id, problem.message)
            else:
                found.append(Item(item.line, record.id, record))
    return found
