"""What people do with custom variables."""

from typing import Any

from django.db import IntegrityError, transaction

from logging_core.automation.actions import create_variable, set_variable
from logging_core.automation.models import ASNAP_STATUS, FREE_BYTES, FREE_PERCENT, CustomVariable
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound
from logging_core.shared.ids import new_id
from logging_core.shared.text import checked_text

OWN_SERVICE = {ASNAP_STATUS, FREE_BYTES, FREE_PERCENT}  # set by switches and services, and known to every client
LONGEST_VALUE = 10_000


def give_value(*, actor: Actor, name: str, value: str) -> bool:
    """Whether the variable had another value before. Raises NotFound."""
    with recorded(actor):
        before = _known(name).version
        return set_variable(actor=actor, name=name, value=value).version != before


def change_value(*, actor: Actor, user: Any, name: str, value: str) -> None:
    """Whoever may log may give a variable another value."""
    if not permissions.has_scope(user, permissions.WRITE_EVENTS):
        raise NotAllowed("Your roles do not allow changing variables.")
    _refuse_own(name)
    give_value(actor=actor, name=name, value=checked_text(value, "value", longest=LONGEST_VALUE))


def add_variable(*, actor: Actor, user: Any, name: str, value: str) -> CustomVariable:
    permissions.require_may_correct(user)
    name = checked_text(name.strip(), "name", longest=100, shortest=1)
    value = checked_text(value, "value", longest=LONGEST_VALUE)
    try:
        with transaction.atomic():
            return create_variable(actor=actor, id=new_id(), name=name, value=value)
    except IntegrityError as problem:
        raise Conflict("Another variable has this name.", fields={"name": "is taken"}) from problem


def delete_variable(*, actor: Actor, user: Any, name: str) -> None:
    permissions.require_may_correct(user)
    _refuse_own(name)
    with recorded(actor) as changes:
        variable = _known(name)
        changes.add("variable", "delete", variable.id, before=variable.record(), version=variable.version)
        variable.delete()


def _refuse_own(name: str) -> None:
    if name in OWN_SERVICE:
        raise BadInput(f"{name} belongs to the product: it is switched or measured, not written.")


def _known(name: str) -> CustomVariable:
    """Locked: of two who change it one waits."""
    variable = CustomVariable.objects.select_for_update().filter(name=name).first()
    if variable is None:
        raise NotFound(f"There is no variable {name}.")
    return variable
