"""What is done with comments on events."""

from typing import Any

from logging_core.events.models import Comment, Event, State
from logging_core.events.rules import require_writer
from logging_core.events.storing import locked_event, store
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, NotAllowed, NotFound, wrong
from logging_core.shared.text import checked_text


def comment_on_event(*, actor: Actor, user: Any, event_id: str, id: str, text: str) -> Event:
    """Add a remark. The same comment id again changes nothing."""
    require_writer(user)
    with recorded(actor) as changes:
        event = locked_event(event_id)
        if event.state == State.DELETED:
            raise Conflict("The event was deleted meanwhile.", current=event.record())
        if Comment.objects.filter(id=id).exists():
            return event
        before = event.record()
        comment = comment_by(actor, user, event, text)
        comment.id = id
        comment.save()
        store(event, changes, "comment", before)
    return event


def change_comment(*, actor: Actor, user: Any, id: str, text: str | None) -> Event:
    """Change a remark, or take it back (`text` None). Its author may, and those who correct events."""
    require_writer(user)
    with recorded(actor) as changes:
        comment, event = _locked_comment(id)
        if comment.created_by_id != user.pk and not permissions.may_correct(user):
            raise NotAllowed("Only its author and event managers may change this comment.")
        if event.state == State.DELETED:
            raise Conflict("The event was deleted meanwhile.", current=event.record())
        before = event.record()
        comment.deleted = text is None
        comment.text = comment.text if text is None else _comment_text(text)
        comment.version += 1
        comment.save()
        store(event, changes, "comment", before)
    return event


def _locked_comment(id: str) -> tuple[Comment, Event]:
    """The event is locked first, as everywhere: two who take locks in different orders would block each other."""
    event_id = Comment.objects.filter(id=id).values_list("event__id", flat=True).first()
    event = locked_event(event_id) if event_id else None
    comment = Comment.objects.filter(id=id, deleted=False).first()
    if comment is None or event is None:
        raise NotFound("There is no such comment.")
    return comment, event


def comment_by(actor: Actor, user: Any, event: Event, text: Any) -> Comment:
    """A remark of whoever acts, checked and not stored yet."""
    return Comment(event=event, author=actor.name, created_by=user, text=_comment_text(text))


def _comment_text(text: Any) -> str:
    checked = checked_text(text, "text", longest=10_000).strip()
    if not checked:
        raise wrong("text", "is not allowed to be empty")
    return checked
