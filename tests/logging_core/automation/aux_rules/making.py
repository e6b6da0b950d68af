"""Rules and events for the tests."""

from datetime import datetime
from pathlib import Path
from typing import Any

from logging_core.automation.aux_rules import actions, followers, working  # noqa: F401  (the follower)
from logging_core.automation.aux_rules.models import AuxRule
from logging_core.automation.following import registry, steps
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import AuxData, Event
from logging_core.shared.announce import Actor

ACTOR = Actor("chief")
EXAMPLES = Path(__file__).parent / "examples"


def make_rule(
    user: Any, kind: str, source: str, config: dict[str, Any], *, on: bool = True, **more: Any
) -> AuxRule:
    told = {"name": source, "kind": kind, "data_source": source, "config": config, **more}
    rule = actions.save_rule(actor=ACTOR, user=user, id=None, told=told)
    return actions.switch_rule(actor=ACTOR, user=user, id=rule.id, on=True) if on else rule


def log(user: Any, ts: datetime | None = None, value: str = "SAMPLE") -> Event:
    event, _ = log_event(actor=ACTOR, user=user, id=None, new=NewEvent(value=value, ts=ts))
    return event


def follow() -> None:
    """What the workers do after a change."""
    steps.go_on(registry.everybody()["aux_data"])
    working.work("far")


def record(event: Event, source: str) -> dict[str, str] | None:
    found = AuxData.objects.current().filter(event=event, data_source=source).first()
    return {one["data_name"]: one["data_value"] for one in found.data_array} if found else None
