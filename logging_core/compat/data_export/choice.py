"""Which cruise and which lowerings an export is about."""

from dataclasses import dataclass
from typing import Any

from logging_core.shared.errors import NotFound
from logging_core.voyages.models import Cruise, Lowering


@dataclass(frozen=True)
class Chosen:
    cruise: Cruise
    lowerings: list[Lowering]


def newest_lowering() -> Chosen:
    """The lowering that started last, with its cruise."""
    return _with_its_cruise(_newest(Lowering))


def newest_cruise() -> Chosen:
    """The cruise that started last, with all its lowerings."""
    return _with_its_lowerings(_newest(Cruise))


def named_cruise(name: str) -> Chosen:
    return _with_its_lowerings(_newest(Cruise, name=name))


def named_lowering(name: str) -> Chosen:
    return _with_its_cruise(_newest(Lowering, name=name))


def the_cruise(id: str) -> Chosen:
    return _with_its_lowerings(_newest(Cruise, id=id))


def the_lowering(id: str) -> Chosen:
    return _with_its_cruise(_newest(Lowering, id=id))


def _newest(model: type, **wanted: str) -> Any:
    """Names are not unique: of several records the one that started last is meant."""
    found = model.objects.filter(**wanted).order_by("-start_ts", "-ordinal").first()  # type: ignore[attr-defined]
    if found is None:
        named = f" {next(iter(wanted.values()))}" if wanted else ""
        raise NotFound(f"There is no {model.__name__.lower()}{named}.")
    return found


def _with_its_lowerings(cruise: Cruise) -> Chosen:
    return Chosen(cruise, list(Lowering.objects.inside(cruise).order_by("start_ts", "ordinal")))


def _with_its_cruise(lowering: Lowering) -> Chosen:
    cruise = Cruise.objects.at(lowering.start_ts)
    if cruise is None:
        raise NotFound(f"Lowering {lowering.name} lies in no cruise.")
    return Chosen(cruise, [lowering])
