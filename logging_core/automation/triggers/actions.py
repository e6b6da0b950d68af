"""What people do with triggers: write, switch, remove."""

from typing import Any

from logging_core.automation.triggers.models import Trigger, TriggerState
from logging_core.automation.triggers.rules import checked_trigger
from logging_core.shared import definitions, permissions
from logging_core.shared.announce import Actor

By = permissions.Person | None  # None is the product itself, or somebody at the server


def save_trigger(*, actor: Actor, by: By, id: str | None, sent: dict[str, Any]) -> Trigger:
    """Write a new trigger (id None) or another version, which begins anew: what holds now is no crossing."""
    _require(by)
    return definitions.write(actor, Trigger, id, checked_trigger(sent), _begin_anew)


def switch_trigger(*, actor: Actor, by: By, id: str, on: bool) -> Trigger:
    _require(by)
    return definitions.write(actor, Trigger, id, {"enabled": on}, _begin_anew)


def delete_trigger(*, actor: Actor, by: By, id: str) -> None:
    """The events that it logged stay."""
    _require(by)
    definitions.remove(actor, Trigger, id)


def _require(by: By) -> None:
    if by is not None:
        permissions.require_may_correct(by)


def _begin_anew(trigger: Trigger) -> None:
    """The row is waited for: a look that is under way ends first."""
    TriggerState.objects.get_or_create(trigger=trigger)
    fresh = {"phase": "armed", "since": None, "seen_at": None, "value": "", "problem": ""}
    TriggerState.objects.filter(trigger=trigger).update(**fresh)
