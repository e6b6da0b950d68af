"""What programs send back after reading an event whole: fields changed or not, comments as one text."""

from typing import Any

from logging_core.events.actions import NewEvent, apply_changes
from logging_core.events.aux_data import retire_aux_data
from logging_core.events.comments import comment_by
from logging_core.events.models import Comment, Event, State
from logging_core.events.rules import checked_options, may_edit, require_writer
from logging_core.events.storing import locked_event, remember_comments, store
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, NotAllowed, NotFound

SEVERAL_CHOICES = ";"


def joined(answer: str | list[str]) -> str:
    """An answer as one text."""
    return SEVERAL_CHOICES.join(answer) if isinstance(answer, list) else answer


def joined_comments(texts: list[str]) -> str:
    return "\n".join(texts)


def revise_event(*, actor: Actor, user: Any, id: str, sent: dict[str, Any], comment: str | None = None) -> Event:
    """Take over what a program sent back (names as in `apply_changes`); what is as it was counts as not changed.

    `comment` is the text of all comments: another one than now takes their place, an empty one retires them.
    Whoever may write may comment. The change is journaled even when nothing differs: programs count on an answer.
    """
    require_writer(user)
    with recorded(actor) as changes:
        event = locked_event(id)
        if event.state == State.DELETED:
            raise NotFound("There is no such event.")
        comments = _living_comments(event)
        before = event.record()
        changed = _real_changes(event, sent)
        if changed and not may_edit(user, event, own_at_any_age=True):
            raise NotAllowed("User not authorized to edit this event: it was logged by somebody else")
        apply_changes(event, changed)
        _replace_comments(actor, user, event, comments, comment)
        store(event, changes, "update", before)
        if "ts" in changed:
            retire_aux_data(event, changes)
    return event


def _real_changes(event: Event, sent: dict[str, Any]) -> dict[str, Any]:
    if "options" in sent:
        sent = sent | {"options": _as_stored(event.options, checked_options(sent["options"]))}
    if "ts" in sent:
        sent = sent | {"ts": clock.to_millisecond(sent["ts"])}
    return {name: value for name, value in sent.items() if getattr(event, name) != value}


def _as_stored(stored: list[dict[str, Any]], sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers of several choices, which programs know as one text, as the lists they were."""
    lists = {
        (option["event_option_name"], joined(option["event_option_value"])): option
        for option in stored
        if isinstance(option["event_option_value"], list)
    }
    return [
        lists.get((option["event_option_name"], joined(option["event_option_value"])), option) for option in sent
    ]


def _living_comments(event: Event) -> list[Comment]:
    comments = list(event.comments.filter(deleted=False))
    remember_comments(event, comments)
    return comments


def _replace_comments(actor: Actor, user: Any, event: Event, old: list[Comment], text: str | None) -> None:
    if text is None or text == joined_comments([comment.text for comment in old]):
        return
    Comment.objects.filter(pk__in=[comment.pk for comment in old]).update(deleted=True)
    new = [comment_by(actor, user, event, text)] if text.strip() else []
    Comment.objects.bulk_create(new)
    remember_comments(event, new)


def revive_event(*, actor: Actor, user: Any, id: str, new: NewEvent, quiet: bool = False) -> Event:
    """A deleted event is logged again under its id (records read in once more): nothing of the old one shows.

    A `quiet` one is not told to existing Sealog clients.
    """
    require_writer(user)
    with recorded(actor) as changes:
        event = locked_event(id)
        if event.state != State.DELETED:
            raise Conflict("The event is there already.", current=event.record())
        comments = _living_comments(event)
        before = event.record()
        event.state = State.FINAL
        fields = {"value": new.value, "options": new.options, "free_text": new.free_text}
        apply_changes(event, fields | {"author": new.author or actor.name, "ts": new.ts or clock.now()})
        _replace_comments(actor, user, event, comments, new.comment)
        store(event, changes, "restore", before, quiet=quiet)
        retire_aux_data(event, changes)
    return event
