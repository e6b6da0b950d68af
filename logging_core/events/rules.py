"""What may stand in an event, and who may change it."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from logging_core.events.models import Event
from logging_core.shared import clock, permissions
from logging_core.shared.errors import NotAllowed, wrong
from logging_core.shared.names import option_name
from logging_core.shared.text import checked_json, checked_text

LONGEST_FREE_TEXT = 100_000
LONGEST_ANSWER = 10_000
MOST_OPTIONS = 500


def checked_value(value: Any) -> str:
    return checked_text(value, "event_value", longest=100, shortest=1)


def checked_free_text(value: Any) -> str:
    return checked_text(value, "event_free_text", longest=LONGEST_FREE_TEXT)


def checked_options(options: Any) -> list[dict[str, Any]]:
    """Answers in their stored form: names normalised, numbers as text, order and doubles kept."""
    if not isinstance(options, list):
        raise wrong("event_options", "must be an array")
    if len(options) > MOST_OPTIONS:
        raise wrong("event_options", f"must hold at most {MOST_OPTIONS} items")
    return [_checked_option(option, f"event_options[{index}]") for index, option in enumerate(options)]


def _checked_option(option: Any, where: str) -> dict[str, Any]:
    if not isinstance(option, dict):
        raise wrong(where, "must be of type object")
    name = checked_text(option.get("event_option_name"), f"{where}.event_option_name", longest=100, shortest=1)
    return {
        "event_option_name": option_name(name),
        "event_option_value": _checked_answer(option.get("event_option_value"), f"{where}.event_option_value"),
    }


def _checked_answer(answer: Any, where: str) -> str | list[str]:
    if isinstance(answer, list):
        return [checked_text(part, where, longest=LONGEST_ANSWER) for part in answer]
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, int | float):
        return str(checked_json(answer, where))
    return checked_text(answer, where, longest=LONGEST_ANSWER)


def may_edit(person: Any, event: Event, *, own_at_any_age: bool = False) -> bool:
    """Its owner for a while, those who correct events always; or whoever may write, by setting.

    `own_at_any_age`: programs complete and correct what they logged themselves whenever they like.
    """
    if not permissions.has_scope(person, permissions.WRITE_EVENTS):
        return False
    if settings.EVENT_EDITING == "anyone" or permissions.may_correct(person):
        return True
    if event.created_by_id != person.pk:
        return False
    if own_at_any_age:
        return True
    fresh = timedelta(minutes=settings.EVENT_OWNER_MINUTES)
    return event.state == "draft" or clock.now() - event.received_at <= fresh


def require_writer(user: Any) -> None:
    """A program of the product itself (no account) may always write."""
    if user is not None and not permissions.has_scope(user, permissions.WRITE_EVENTS):
        raise NotAllowed("Your roles do not allow logging events.")
