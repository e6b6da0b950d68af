"""Events as the tests of this room make them."""

from typing import Any

from logging_core.accounts.models import User
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change

NOON = clock.parse("2026-03-14T12:00:00Z")


def actor(user: User | None) -> Actor:
    return Actor(user.username, user.id) if user else Actor("sealog", via="task")


def log(user: User | None, value: str = "FISH", *, id: str | None = None, **fields: Any) -> Event:
    new = NewEvent(value=value, **fields)
    return log_event(actor=actor(user), user=user, id=id or new_id(), new=new)[0]


def option(name: str, value: Any) -> dict[str, Any]:
    return {"event_option_name": name, "event_option_value": value}


def verbs(record_id: str) -> list[str]:
    return list(Change.objects.filter(record_id=record_id).order_by("seq").values_list("verb", flat=True))
