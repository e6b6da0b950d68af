"""The header strip: where we are, what runs, how much room is left."""

from datetime import datetime
from typing import Any

from logging_core.automation.asnap import status as asnap
from logging_core.automation.models import FREE_BYTES, FREE_PERCENT, CustomVariable
from logging_core.console import readings
from logging_core.shared import clock, permissions
from logging_core.voyages.models import Cruise, Lowering


def status(person: Any) -> dict[str, Any]:
    """What everybody wants to know at a glance, as far as this person may."""
    moment = clock.now()
    variables = dict(CustomVariable.objects.values_list("name", "value"))
    return {
        "now": clock.iso(moment),
        "cruise": _cruise(person, moment),
        "lowering": _lowering(person, moment),
        "asnap": asnap.status(),
        "disk": _disk(variables),
        "readings": readings.stored() if permissions.has_scope(person, permissions.READ_LOGGERS) else {},
    }


def _cruise(person: Any, moment: datetime) -> dict[str, Any] | None:
    cruise = Cruise.objects.visible_to(person).at(moment)
    if cruise is None:
        return None
    return {
        "id": cruise.id,
        "cruise_id": cruise.name,
        "name": cruise.meta.get("cruise_name", ""),
        "start_ts": clock.iso(cruise.start_ts),
        "stop_ts": clock.iso_or_none(cruise.stop_ts),
    }


def _lowering(person: Any, moment: datetime) -> dict[str, Any] | None:
    lowering = Lowering.objects.visible_to(person).at(moment)
    if lowering is None:
        return None
    return {
        "id": lowering.id,
        "lowering_id": lowering.name,
        "start_ts": clock.iso(lowering.start_ts),
        "stop_ts": clock.iso_or_none(lowering.stop_ts),
        "milestones": lowering.meta.get("milestones", {}),
    }


def _disk(variables: dict[str, str]) -> dict[str, Any] | None:
    """None until it was measured for the first time."""
    free, percent = _number(variables.get(FREE_BYTES, "")), _number(variables.get(FREE_PERCENT, ""))
    return {"free_bytes": free, "used_percent": 100 - percent} if free else None


def _number(text: str) -> int:
    """0 for what is no number: scripts may set variables to anything."""
    return int(text) if text.isdecimal() and len(text) < 20 else 0
