"""What people do with triggers: write, switch, remove."""

from typing import Any

from django.db import IntegrityError, transaction

from logging_core.automation.triggers.models import Trigger, TriggerState
from logging_core.automation.triggers.rules import checked_trigger
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Conflict, NotAllowed, NotFound

By = permissions.Person | None  # None is the product itself, or somebody at the server


def check_may_manage(by: By) -> None:
    if by is not None and not permissions.may_correct(by):
        raise NotAllowed("Only admins, cruise managers and event managers may do this.")


def save_trigger(*, actor: Actor, by: By, id: str | None, sent: dict[str, Any]) -> Trigger:
    """Write a new trigger (id None) or another version, which begins anew: what holds now is no crossing."""
    check_may_manage(by)
    values = checked_trigger(sent)
    with recorded(actor) as changes:
        trigger = _locked(id) if id else Trigger()
        before = trigger.record() if id else None
        for name, value in values.items():
            setattr(trigger, name, value)
        if before != trigger.record():
            _store(trigger, changes, before)
    return trigger


def switch_trigger(*, actor: Actor, by: By, id: str, on: bool) -> Trigger:
    check_may_manage(by)
    with recorded(actor) as changes:
        trigger = _locked(id)
        if trigger.enabled != on:
            before = trigger.record()
            trigger.enabled = on
            _store(trigger, changes, before)
    return trigger


def delete_trigger(*, actor: Actor, by: By, id: str) -> None:
    """The events that it logged stay."""
    check_may_manage(by)
    with recorded(actor) as changes:
        trigger = _locked(id)
        changes.add("trigger", "delete", trigger.id, before=trigger.record(), version=trigger.version)
        trigger.delete()


def _locked(id: str) -> Trigger:
    trigger = Trigger.objects.select_for_update().filter(id=id).first()
    if trigger is None:
        raise NotFound("There is no such trigger.")
    return trigger


def _store(trigger: Trigger, changes: Changes, before: dict[str, Any] | None) -> None:
    trigger.version += 1 if before else 0
    try:
        with transaction.atomic():
            trigger.save()
    except IntegrityError as problem:
        raise Conflict("Another trigger has this name.", fields={"name": "is taken"}) from problem
    _begin_anew(trigger)
    verb = "update" if before else "create"
    changes.add("trigger", verb, trigger.id, before=before, after=trigger.record(), version=trigger.version)


def _begin_anew(trigger: Trigger) -> None:
    """The row is waited for: a look that is under way ends first."""
    TriggerState.objects.get_or_create(trigger=trigger)
    fresh = {"phase": "armed", "since": None, "seen_at": None, "value": "", "problem": ""}
    TriggerState.objects.filter(trigger=trigger).update(**fresh)
