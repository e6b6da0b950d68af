"""Which cruise and which lowerings an export is about."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from logging_core.exchange.package.layout import safe
from logging_core.shared.errors import Conflict, NotFound
from logging_core.voyages.models import Cruise, Lowering, Voyage


@dataclass(frozen=True)
class Chosen:
    """A whole cruise with all its lowerings, or one lowering with what belongs to its cruise.

    On a vessel there are no lowerings: that of which one lowering was asked for is exported whole.
    """

    cruise: Cruise
    lowerings: list[Lowering]
    whole_cruise: bool

    @property
    def voyage(self) -> Voyage:
        """What it is about."""
        return self.cruise if self.whole_cruise else self.lowerings[0]


def newest(model: type, **wanted: str) -> Any:
    """Names are not unique: of several records the one that started last is meant."""
    found = model.objects.filter(**wanted).order_by("-start_ts", "-ordinal").first()  # type: ignore[attr-defined]
    if found is None:
        named = f" {next(iter(wanted.values()))}" if wanted else ""
        raise NotFound(f"There is no {model.__name__.lower()}{named}.")
    return found


def newest_lowering() -> Chosen:
    """The lowering that started last, with its cruise."""
    return _with_its_cruise(newest(Lowering))


def newest_cruise() -> Chosen:
    """The cruise that started last, with all its lowerings."""
    return _with_its_lowerings(newest(Cruise))


def named_cruise(name: str) -> Chosen:
    return _with_its_lowerings(newest(Cruise, name=name))


def named_lowering(name: str) -> Chosen:
    return _with_its_cruise(newest(Lowering, name=name))


def the_cruise(id: str) -> Chosen:
    return _with_its_lowerings(newest(Cruise, id=id))


def the_lowering(id: str) -> Chosen:
    return _with_its_cruise(newest(Lowering, id=id))


def _with_its_lowerings(cruise: Cruise) -> Chosen:
    inside = [] if _vessel() else list(Lowering.objects.inside(cruise).order_by("start_ts", "ordinal"))
    folders = Counter(safe(lowering.name) for lowering in inside)
    for name, count in folders.items():
        if count > 1:
            raise Conflict(f"{count} lowerings of cruise {cruise.name} would have the folder {name}: rename them.")
    return Chosen(cruise, inside, whole_cruise=True)


def _with_its_cruise(lowering: Lowering) -> Chosen:
    cruise = Cruise.objects.at(lowering.start_ts)
    if cruise is None:
        raise NotFound(f"Lowering {lowering.name} lies in no cruise.")
    return _with_its_lowerings(cruise) if _vessel() else Chosen(cruise, [lowering], whole_cruise=False)


def _vessel() -> bool:
    return settings.EXPORT_LAYOUT == "vessel"
