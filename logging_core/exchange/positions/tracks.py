"""The way of a lowering (the vehicle) or of a cruise (the vessel): the first source that knows it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from logging_core.exchange.as_sealog.window import Window
from logging_core.exchange.positions import from_aux_data, from_streams
from logging_core.exchange.positions.fixes import Fix
from logging_core.shared import clock
from logging_core.shared.errors import NotFound
from logging_core.voyages.models import Cruise, Lowering, Voyage


@dataclass(frozen=True)
class Track:
    """At least one position, in the order of time, and the data source or streams they come from."""

    name: str
    source: str
    fixes: list[Fix]


def track(voyage: Voyage) -> Track:
    """Raises NotFound when no source has a position."""
    return of_cruise(voyage) if isinstance(voyage, Cruise) else of_lowering(voyage)  # type: ignore[arg-type]


def of_lowering(lowering: Lowering) -> Track:
    """From the beginning of the descent to the surface, as far as these milestones are set."""
    return _first(
        lowering, _under_water(lowering), settings.VEHICLE_POSITION_SOURCES, settings.VEHICLE_STREAMS, True
    )


def of_cruise(cruise: Cruise) -> Track:
    sources, streams = settings.VESSEL_POSITION_SOURCES, settings.VESSEL_STREAMS
    return _first(cruise, Window.of(cruise), sources, streams, at_depth=False)


def _first(voyage: Voyage, window: Window, sources: Any, streams: Any, at_depth: bool) -> Track:
    for source, found in _tried(window, sources, streams, at_depth):
        fixes = list(found)
        if fixes:
            return Track(voyage.name, source, fixes)
    raise NotFound(f"There are no positions of {voyage.KIND} {voyage.name}.")


def _tried(window: Window, sources: Any, streams: Any, at_depth: bool) -> Iterator[tuple[str, Iterator[Fix]]]:
    for source in sources:
        yield source, from_aux_data.fixes(source, window, at_depth)
    yield ", ".join(streams), from_streams.fixes(streams, window, at_depth)


def _under_water(lowering: Lowering) -> Window:
    window, milestones = Window.of(lowering), lowering.meta.get("milestones")
    start, stop = (_milestone(milestones, name) for name in ("lowering_descending", "lowering_on_surface"))
    return replace(window, start=start or window.start, stop=stop or window.stop)


def _milestone(milestones: Any, name: str) -> datetime | None:
    """None when it is not set, or not a time."""
    try:
        return clock.parse(milestones[name])
    except (KeyError, TypeError, ValueError):
        return None
