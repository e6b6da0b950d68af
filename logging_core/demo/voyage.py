"""The invented cruise and its dives, and what the record says of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise, Lowering

CRUISE_ID = "667d44a536139e84fe945d00"
VESSEL, VEHICLE, REGION = "R/V Halcyon Strait", "ROV Petrel", "Corvane Ridge"
BEFORE, AHEAD = timedelta(days=5, hours=6), timedelta(days=9)


@dataclass(frozen=True)
class Site:
    """A place to dive: degrees, and metres of water."""

    name: str
    latitude: float
    longitude: float
    depth: float


@dataclass(frozen=True)
class Dive:
    """A dive with the times of its milestones; those that have not come are None."""

    id: str
    name: str
    site: Site
    start: datetime
    descending: datetime
    on_bottom: datetime
    off_bottom: datetime | None = None
    on_surface: datetime | None = None
    stop: datetime | None = None

    def is_under_way(self, moment: datetime) -> bool:
        return self.start <= moment and (self.stop is None or moment <= self.stop)


SITES = {
    "667d44a536139e84fe945d11": ("P118", Site("Tern Spur", 38.4127, -31.9031, 1420.0)),
    "667d44a536139e84fe945d12": ("P119", Site("Corvane Ridge, west wall", 38.5216, -31.7714, 1785.0)),
    "667d44a536139e84fe945d13": ("P120", Site("Lantern Field", 38.5568, -31.7402, 1692.0)),
    "667d44a536139e84fe945d14": ("P121", Site("Lantern Field, north", 38.5631, -31.7385, 1648.0)),
}
HOURS_AGO = (98.0, 71.5, 45.0)  # starts of the finished dives
UNDER_WAY_FOR = timedelta(hours=3, minutes=5)
DESCENT_AFTER, BOTTOM_AFTER = timedelta(minutes=12), timedelta(minutes=66)
ASCENT_AFTER, SURFACE_AFTER, RECOVERY = timedelta(hours=7), timedelta(hours=8), timedelta(hours=8, minutes=20)


def planned_dives(moment: datetime) -> list[Dive]:
    """Three finished dives and one under way, as they lie at a moment."""
    ids = list(SITES)
    finished = [_dive(id, moment - timedelta(hours=h), True) for id, h in zip(ids[:-1], HOURS_AGO, strict=True)]
    return [*finished, _dive(ids[-1], moment - UNDER_WAY_FOR, False)]


def _dive(id: str, start: datetime, finished: bool) -> Dive:
    name, site = SITES[id]
    end = (start + ASCENT_AFTER, start + SURFACE_AFTER, start + RECOVERY) if finished else (None, None, None)
    return Dive(id, name, site, start, start + DESCENT_AFTER, start + BOTTOM_AFTER, *end)


def make_voyage(actor: Actor, moment: datetime, dives: list[Dive], stats: dict[str, dict[str, Any]]) -> Cruise:
    """Store the cruise and its dives; `stats` has maximum depth and bounding box of each finished one."""
    cruise, _ = save_voyage(actor=actor, model=Cruise, id=CRUISE_ID, values=_cruise_values(moment))
    for dive in dives:
        values = _dive_values(dive) | {"meta": _dive_meta(dive, stats.get(dive.id, {}))}
        save_voyage(actor=actor, model=Lowering, id=dive.id, values=values)
    return cruise


def _cruise_values(moment: datetime) -> dict[str, Any]:
    start = moment - BEFORE
    return {
        "name": f"HS{start:%y%m}",
        "start_ts": start,
        "stop_ts": moment + AHEAD,
        "location": f"{REGION}, North Atlantic",
        "tags": ["demonstration"],
        "hidden": False,
        "meta": {
            "cruise_name": "Fluids and life along the Corvane Ridge",
            "cruise_vessel": VESSEL,
            "cruise_pi": "Dr. Marit Halvorsen",
            "cruise_departure_location": "Porto Ermo",
            "cruise_arrival_location": "Porto Ermo",
            "cruise_description": (
                f"Four dives of {VEHICLE} map low-temperature vents and the animals around them. "
                "Vessel, people and places of this demonstration are invented."
            ),
            "cruise_participants": [
                "Marit Halvorsen",
                "Tobias Okeke",
                "Lucia Ferrer",
                "Aiko Sato",
                "Joris van Dam",
            ],
            "cruise_files": [],
        },
    }


def _dive_values(dive: Dive) -> dict[str, Any]:
    return {
        "name": dive.name,
        "start_ts": dive.start,
        "stop_ts": dive.stop,
        "location": dive.site.name,
        "tags": [],
        "hidden": False,
    }


def _dive_meta(dive: Dive, stats: dict[str, Any]) -> dict[str, Any]:
    milestones = {
        "lowering_descending": dive.descending,
        "lowering_on_bottom": dive.on_bottom,
        "lowering_off_bottom": dive.off_bottom,
        "lowering_on_surface": dive.on_surface,
        "lowering_aborted": None,
    }
    return {
        "lowering_description": f"{VEHICLE} at {dive.site.name}: transect upslope, samples on the way.",
        "lowering_files": [],
        "milestones": {name: clock.iso_or_none(moment) for name, moment in milestones.items()},
        "stats": stats,
    }


def stored_cruise() -> Cruise | None:
    return Cruise.objects.filter(id=CRUISE_ID).first()


def stored_dives() -> list[Dive]:
    """The dives as they are in the record now: people may have corrected or ended them."""
    return [_as_stored(lowering) for lowering in Lowering.objects.filter(id__in=SITES).order_by("start_ts")]


def _as_stored(lowering: Lowering) -> Dive:
    name, site = SITES[lowering.id]
    start = lowering.start_ts
    return Dive(
        lowering.id,
        name,
        site,
        start,
        _milestone(lowering, "lowering_descending") or start + DESCENT_AFTER,
        _milestone(lowering, "lowering_on_bottom") or start + BOTTOM_AFTER,
        _milestone(lowering, "lowering_off_bottom"),
        _milestone(lowering, "lowering_on_surface"),
        lowering.stop_ts,
    )


def _milestone(lowering: Lowering, name: str) -> datetime | None:
    try:
        return clock.parse(lowering.meta["milestones"][name])
    except (KeyError, TypeError, ValueError):
        return None
