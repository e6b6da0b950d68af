"""What is done with variables; one of them switches ASNAP."""

from typing import Any

from logging_core.automation.models import ASNAP_STATUS, CustomVariable
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, recorded

ASNAP = "ASNAP"
SERVICE = Actor("sealog", via="task")


def create_variable(*, actor: Actor, id: str, name: str, value: str) -> CustomVariable:
    """A variable of a new name. A name or an id that is taken raises IntegrityError."""
    with recorded(actor) as changes:
        variable = CustomVariable.objects.create(id=id, name=name, value=value)
        changes.add("variable", "create", variable.id, after=variable.record())
    return variable


def set_variable(*, actor: Actor, name: str, value: str) -> CustomVariable:
    """Give a variable a value; nothing is announced when it has it already."""
    with recorded(actor) as changes:
        variable = CustomVariable.objects.select_for_update().get(name=name)
        if variable.value == value:
            return variable
        before = variable.record()
        variable.value = value
        variable.version += 1
        variable.save()
        changes.add(
            "variable",
            "update",
            variable.id,
            before=before,
            after=variable.record(),
            version=variable.version,
        )
    return variable


def switch_asnap(*, actor: Actor, user: Any, on: bool) -> None:
    """Start or stop the automatic snapshots."""
    permissions.require_may_correct(user, "switch ASNAP")
    set_variable(actor=actor, name=ASNAP_STATUS, value="On" if on else "Off")


def asnap_is_on() -> bool:
    return CustomVariable.objects.filter(name=ASNAP_STATUS, value="On").exists()
