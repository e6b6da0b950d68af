"""What publications say that the changes themselves do not hold, looked up once for a run of changes."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from logging_core.events.models import AuxData, Event
from logging_core.shared.models import Change
from logging_core.voyages.models import Cruise, Lowering, Voyage

MODELS: dict[str, type[Voyage]] = {"cruise": Cruise, "lowering": Lowering}


class Surroundings:
    """Nothing is asked of the database unless a change needs it."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes

    def time_of(self, event_id: str) -> datetime | None:
        return self._times.get(event_id)

    def aux_data_of(self, event_id: str) -> list[dict[str, Any]]:
        """The aux data that goes with a deleted event, as it is stored: with `_id`."""
        return self._aux_data.get(event_id, [])

    def readers_of(self, change: Change) -> frozenset[str]:
        """Accounts that may see a hidden record because it names them."""
        if not change.restricted:
            return frozenset()
        return _readers(MODELS[change.kind].objects.filter(id=change.record_id).first())

    def relatives_of(self, change: Change) -> list[tuple[Voyage, frozenset[str]]]:
        """The lowerings of a cruise, the cruise of a lowering; each with those who may see it though hidden."""
        voyage: Any = MODELS[change.kind].objects.filter(id=change.record_id).first()
        if voyage is None:
            return []
        lowerings_of_it = change.kind == "cruise"
        related: Any = Lowering.objects.inside(voyage) if lowerings_of_it else Cruise.objects.around(voyage)
        return [(relative, _readers(relative)) for relative in _known_by(change, list(related))]

    @cached_property
    def _times(self) -> dict[str, datetime]:
        wanted = {(change.after or {}).get("event_id") for change in self._changes if change.kind == "aux_data"}
        return dict(Event.objects.filter(id__in=wanted).values_list("id", "ts"))

    @cached_property
    def _aux_data(self) -> dict[str, list[dict[str, Any]]]:
        deleted = [c.record_id for c in self._changes if c.kind == "event" and c.verb == "delete"]
        found: dict[str, list[dict[str, Any]]] = {}
        for aux in AuxData.objects.current().filter(event__id__in=deleted).select_related("event"):
            record = aux.record()
            found.setdefault(record["event_id"], []).append({"_id": record.pop("id"), **record})
        return found


def _known_by(change: Change, voyages: list[Any]) -> list[Any]:
    """Those made before the change: a client must hear that a record is new before it hears of its update."""
    if not voyages:
        return []
    made_later = Change.objects.filter(kind=voyages[0].KIND, verb="create", seq__gt=change.seq)
    later = set(
        made_later.filter(record_id__in=[voyage.id for voyage in voyages]).values_list("record_id", flat=True)
    )
    return [voyage for voyage in voyages if voyage.id not in later]


def _readers(voyage: Any) -> frozenset[str]:
    if voyage is None or not voyage.hidden or not settings.ACCESS_CONTROL:
        return frozenset()
    return frozenset(voyage.access_list.values_list("id", flat=True))
