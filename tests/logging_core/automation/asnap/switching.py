"""The switch, at any moment: as if somebody had pressed it then."""

from datetime import datetime

from logging_core.automation import actions
from logging_core.automation.models import ASNAP_STATUS
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor

ACTOR = Actor("chief")


def time(text: str) -> datetime:
    """`12:00:07.3` of the day of the tests."""
    return clock.parse(f"2026-03-14T{text}Z")


def switch(on: bool, at: datetime, monkeypatch) -> None:
    with monkeypatch.context() as then:
        then.setattr("logging_core.shared.clock.now", lambda: at)
        actions.set_variable(actor=ACTOR, name=ASNAP_STATUS, value="On" if on else "Off")


def snapshots() -> list[str]:
    """Times of the snapshots, in order."""
    return [
        clock.iso(ts)[11:23]
        for ts in Event.objects.filter(value="ASNAP").order_by("ts").values_list("ts", flat=True)
    ]
