"""What is done with variables, and what ASNAP does."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from logging_core.automation.models import ASNAP_STATUS, CustomVariable
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import Event
from logging_core.shared import clock, permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import NotAllowed
from logging_core.shared.ids import id_for

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
    if not permissions.may_correct(user):
        raise NotAllowed("Only admins, cruise managers and event managers may switch ASNAP.")
    set_variable(actor=actor, name=ASNAP_STATUS, value="On" if on else "Off")


def asnap_is_on() -> bool:
    return CustomVariable.objects.filter(name=ASNAP_STATUS, value="On").exists()


def snap(moment: datetime) -> Event | None:
    """The ASNAP event of the period around `moment`, once, however often it is asked for; None while off."""
    if not asnap_is_on():
        return None
    interval = settings.ASNAP_INTERVAL
    period = clock.EPOCH + timedelta(seconds=int(moment.timestamp()) // interval * interval)
    id = id_for(period, ASNAP)
    taken = Event.objects.filter(id=id).first()
    if taken is not None:
        return taken
    event, _ = log_event(actor=SERVICE, user=None, id=id, new=NewEvent(value=ASNAP, author="asnap", ts=period))
    return event
