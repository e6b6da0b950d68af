"""Values of our own stored streams at the time of the event."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from logging_core.automation.aux_rules import configuring
from logging_core.automation.aux_rules.gathering import Gathered, NoValues
from logging_core.automation.aux_rules.models import AuxRule
from logging_core.automation.aux_rules.steps import Found
from logging_core.automation.aux_rules.wanted import Wanted, built
from logging_core.shared import clock
from logging_core.shared.errors import wrong
from logging_core.streams import moments

Way = tuple[str, int]  # method, seconds
Readings = dict[Way, dict[str, moments.Reading]]
METHODS = {"nearest": moments.nearest, "interpolated": moments.interpolated}


def checked(config: Any) -> dict[str, Any]:
    """`{method, max_age_s, values}`."""
    return configuring.strict(
        config,
        {
            "method": _method,
            "max_age_s": configuring.seconds(10, 86_400),
            "values": lambda values, _: configuring.checked_values(values),
        },
    )


def _method(value: Any, key: str) -> str:
    if value not in (None, "", *METHODS):
        raise wrong(key, f"must be one of {', '.join(METHODS)}")
    return value or "nearest"


def look_up(rules: Iterable[AuxRule], moment: datetime) -> Readings:
    """What the streams of several rules said: one question for all that ask in the same way."""
    wanted: dict[Way, set[str]] = {}
    for rule in rules:
        wanted.setdefault(_way(rule), set()).update(*(value.fields for value in _values(rule)))
    return {way: METHODS[way[0]](names, moment, timedelta(seconds=way[1])) for way, names in wanted.items()}


def gather(rule: AuxRule, moment: datetime, *, keep: bool = True, looked_up: Readings | None = None) -> Gathered:
    """Raises NoValues while no stream has a value near the moment."""
    values, max_age = _values(rule), timedelta(seconds=rule.config["max_age_s"])
    names: set[str] = set().union(*(value.fields for value in values))
    there = (looked_up or look_up([rule], moment))[_way(rule)]
    readings = {name: there[name] for name in names if name in there}
    found: Found = {name: reading.value for name, reading in readings.items()}
    units = {name: reading.unit for name, reading in readings.items()}
    record = built([value.in_unit(units.get(value.field, "")) for value in values], found)
    if not record.elements:
        raise NoValues(_why(names, max_age, record.notes))
    return Gathered(record.elements, record.notes, _settled(rule, readings, moment, max_age))


def _way(rule: AuxRule) -> Way:
    return rule.config["method"], rule.config["max_age_s"]


def _values(rule: AuxRule) -> list[Wanted]:
    return configuring.wanted(rule.config["values"])


def _why(names: set[str], max_age: timedelta, notes: list[str]) -> str:
    told = f"no value of {', '.join(sorted(names)[:6])} within {max_age.total_seconds():.0f} s of the event"
    return "; ".join([told, *notes])


def _settled(rule: AuxRule, readings: dict[str, moments.Reading], moment: datetime, max_age: timedelta) -> bool:
    """Whether each value has a neighbour on both sides, or it is too late for one."""
    if rule.config["method"] == "nearest" or clock.now() > moment + max_age:
        return True
    return all(reading.at >= moment for reading in readings.values())
