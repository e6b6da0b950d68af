"""What people do with rules: write, switch, remove."""

from collections.abc import Callable
from typing import Any

from logging_core.automation.rules import deeds
from logging_core.automation.rules.models import Rule
from logging_core.events.rules import checked_value
from logging_core.shared import definitions, permissions
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.names import option_name
from logging_core.shared.text import checked_text

MOST_PARTS = 20
By = permissions.Person | None  # None is the product itself, or somebody at the server


def checked_rule(sent: dict[str, Any]) -> dict[str, Any]:
    """The fields of a rule in their stored form. Raises BadInput, which names the field."""
    conditions, given = sent.get("conditions"), sent.get("deeds")
    if not isinstance(conditions, list) or len(conditions) > MOST_PARTS:
        raise wrong("conditions", f"must be a list of at most {MOST_PARTS}")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_PARTS:
        raise wrong("deeds", f"must be a list of at least one and at most {MOST_PARTS}")
    return {
        "name": checked_text(sent.get("name"), "name", longest=100, shortest=1).strip(),
        "enabled": bool(sent.get("enabled", True)),
        "event_value": checked_value(sent.get("event_value")),
        "conditions": _each("condition", _checked_condition, conditions),
        "deeds": _each("action", deeds.checked, given),
    }


def _each(what: str, check: Callable[[Any], dict[str, Any]], sent: list[Any]) -> list[dict[str, Any]]:
    """A refusal says which of them it is about."""
    checked = []
    for number, one in enumerate(sent, start=1):
        try:
            checked.append(check(one))
        except BadInput as problem:
            raise BadInput(f"{what} {number}: {problem.message}", problem.details["fields"]) from problem
    return checked


def _checked_condition(sent: Any) -> dict[str, str]:
    if not isinstance(sent, dict):
        raise wrong("conditions", "must hold objects with name and value")
    name = checked_text(sent.get("name"), "option", longest=100, shortest=1)
    return {"name": option_name(name.strip()), "value": checked_text(sent.get("value"), "answer", longest=10_000)}


def save_rule(*, actor: Actor, by: By, id: str | None, sent: dict[str, Any]) -> Rule:
    """Write a new rule (id None) or another version of one."""
    _require(by)
    return definitions.write(actor, Rule, id, checked_rule(sent))


def switch_rule(*, actor: Actor, by: By, id: str, on: bool) -> Rule:
    """A rule that is switched on answers what is logged from now on."""
    _require(by)
    return definitions.write(actor, Rule, id, {"enabled": on})


def delete_rule(*, actor: Actor, by: By, id: str) -> None:
    """What it did stays in its log."""
    _require(by)
    definitions.remove(actor, Rule, id)


def _require(by: By) -> None:
    if by is not None:
        permissions.require_may_correct(by)
