"""What people do with rules: write, switch, remove."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from logging_core.automation.rules import deeds
from logging_core.automation.rules.models import Rule
from logging_core.events.rules import checked_value
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound, wrong
from logging_core.shared.names import option_name
from logging_core.shared.text import checked_text

MOST_PARTS = 20
By = permissions.Person | None  # None is the product itself, or somebody at the server


def check_may_manage(by: By) -> None:
    if by is not None and not permissions.may_correct(by):
        raise NotAllowed("Only admins, cruise managers and event managers may do this.")


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
    check_may_manage(by)
    values = checked_rule(sent)
    with recorded(actor) as changes:
        rule = _locked(id) if id else Rule()
        before = rule.record() if id else None
        for name, value in values.items():
            setattr(rule, name, value)
        if before == rule.record():
            return rule
        rule.version += 1 if id else 0
        _store(rule)
        verb = "update" if id else "create"
        changes.add("rule", verb, rule.id, before=before, after=rule.record(), version=rule.version)
    return rule


def switch_rule(*, actor: Actor, by: By, id: str, on: bool) -> Rule:
    """A rule that is switched on answers what is logged from now on."""
    check_may_manage(by)
    with recorded(actor) as changes:
        rule = _locked(id)
        if rule.enabled == on:
            return rule
        before = rule.record()
        rule.enabled = on
        rule.version += 1
        rule.save(update_fields=["enabled", "version"])
        changes.add("rule", "update", rule.id, before=before, after=rule.record(), version=rule.version)
    return rule


def delete_rule(*, actor: Actor, by: By, id: str) -> None:
    """What it did stays in its log."""
    check_may_manage(by)
    with recorded(actor) as changes:
        rule = _locked(id)
        changes.add("rule", "delete", rule.id, before=rule.record(), version=rule.version)
        rule.delete()


def _locked(id: str) -> Rule:
    rule = Rule.objects.select_for_update().filter(id=id).first()
    if rule is None:
        raise NotFound("There is no such rule.")
    return rule


def _store(rule: Rule) -> None:
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as problem:
        raise Conflict("Another rule has this name.", fields={"name": "is taken"}) from problem
