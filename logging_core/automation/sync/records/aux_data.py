"""Aux data. It travels behind its event; what was retired travels too, as retired."""

from collections.abc import Collection, Mapping
from typing import Any

from logging_core.automation.sync.merging import Json
from logging_core.events.aux_data import checked_source, checked_values
from logging_core.events.models import AuxData, Event
from logging_core.shared import clock
from logging_core.shared.announce import Changes
from logging_core.shared.errors import wrong


class AuxDataKeeper:
    model: Any = AuxData

    def rows(self, ids: Collection[str], *, lock: bool = False) -> dict[str, AuxData]:
        found = AuxData.objects.filter(id__in=ids).select_related("event").order_by("ordinal")
        if lock:
            found = found.select_for_update(of=("self",))
        return {aux.id: aux for aux in found}

    def content(self, row: AuxData) -> Json:
        content: Json = {"event": row.event.id, "source": row.data_source, "values": _lists(row.data_array)}
        if row.retired_at is not None:
            content["retired"] = clock.iso(row.retired_at)
        return content

    def parts(self, row: AuxData) -> dict[str, Json]:
        return {}

    def store(
        self, row: AuxData | None, id: str, content: Json, parts: Mapping[str, Json], changes: Changes
    ) -> AuxData:
        aux = row or AuxData(id=id)
        before = row.record() if row and row.retired_at is None else None
        aux.event = _event(content.get("event"))
        aux.data_source = checked_source(content.get("source"))
        aux.data_array = checked_values(_elements(content.get("values")))
        aux.retired_at = _retired(content.get("retired"))
        aux.version += 1 if row else 0
        aux.save()
        verb = "retire" if aux.retired_at else "update" if before else "create"
        changes.add("aux_data", verb, aux.id, before=before, after=aux.record(), version=aux.version)
        return aux

    def remove(self, row: AuxData, changes: Changes) -> None:
        raise wrong("c", "is missing: aux data is retired, not removed")


def set_aside(aux: AuxData, changes: Changes) -> None:
    """Another record has its place."""
    before = aux.record()
    aux.retired_at = clock.now()
    aux.save(update_fields=["retired_at"])
    changes.add("aux_data", "retire", aux.id, before=before, after=before, version=aux.version)


def _event(id: Any) -> Event:
    """Its row is the lock of its aux data."""
    event = Event.objects.select_for_update(of=("self",)).only("id", "ts").filter(id=id).first()
    if event is None:
        raise wrong("event", f"{id} is not here yet")
    return event


def _retired(value: Any) -> Any:
    if value is None:
        return None
    try:
        return clock.parse(value)
    except ValueError as problem:
        raise wrong("retired", str(problem)) from None


def _lists(values: list[Json]) -> list[list[Any]]:
    """`[name, value, unit]`: the names of the fields need not travel with each value."""
    return [
        [one["data_name"], one["data_value"], *([one["data_uom"]] if "data_uom" in one else [])] for one in values
    ]


def _elements(lists: Any) -> list[Json]:
    if not isinstance(lists, list) or not all(isinstance(one, list) and len(one) in (2, 3) for one in lists):
        raise wrong("values", "must be an array of [name, value, unit]")
    names = ("data_name", "data_value", "data_uom")
    return [dict(zip(names, one, strict=False)) for one in lists]
