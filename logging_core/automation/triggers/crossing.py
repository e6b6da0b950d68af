"""From values to crossings. Pure, so that the task and the test over stored values see the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from logging_core.automation.triggers.conditions import Condition
from logging_core.automation.triggers.models import Phase


@dataclass(frozen=True)
class Standing:
    """Where a trigger is. `since`: when its condition began to hold."""

    phase: str = Phase.ARMED
    since: datetime | None = None


@dataclass(frozen=True)
class Crossing:
    """`since`: time of the first value beyond, which names it. `at`: when it had lasted; `value` then."""

    since: datetime
    at: datetime
    value: Any


@dataclass(frozen=True)
class Step:
    standing: Standing
    crossing: Crossing | None = None


def begin(condition: Condition, value: Any, at: datetime) -> Standing:
    """The first value after a trigger was switched on: what is beyond already is no crossing."""
    return Standing(Phase.BEYOND, at) if condition.holds(value) else Standing()


def step(standing: Standing, condition: Condition, lasting: timedelta, at: datetime, value: Any) -> Step:
    """One value further."""
    holds = condition.holds(value)
    if standing.phase == Phase.BEYOND:
        return Step(Standing() if holds is False else standing)
    if not holds:
        return Step(Standing())
    since = standing.since or at
    if at - since < lasting:
        return Step(Standing(Phase.PENDING, since))
    return Step(Standing(Phase.BEYOND, since), Crossing(since, at, value))


def walk(
    standing: Standing, condition: Condition, lasting: timedelta, values: Iterable[tuple[datetime, Any]]
) -> Iterator[Step]:
    """A step for each value, in the order of time."""
    for at, value in values:
        made = step(standing, condition, lasting, at, value)
        standing = made.standing
        yield made


def silence(standing: Standing, lasting: timedelta, last: datetime, now: datetime) -> Step:
    """Nothing came for `lasting` after the value of `last`; over as soon as another one comes."""
    if now - last < lasting:
        return Step(Standing())
    if standing.phase == Phase.BEYOND and standing.since == last:
        return Step(standing)
    return Step(replace(standing, phase=Phase.BEYOND, since=last), Crossing(last, last + lasting, None))
