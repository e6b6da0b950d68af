"""Cruises and lowerings. Who may see hidden ones is decided by each instance and does not travel."""

from collections.abc import Collection, Mapping
from typing import Any

from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.records.keeper import filled
from logging_core.shared import clock
from logging_core.shared.announce import Changes
from logging_core.shared.errors import wrong
from logging_core.voyages.actions import delete_voyage, save_voyage
from logging_core.voyages.models import Voyage


class VoyageKeeper:
    def __init__(self, model: type[Voyage]) -> None:
        self.model: Any = model

    def rows(self, ids: Collection[str], *, lock: bool = False) -> dict[str, Voyage]:
        found = self.model.objects.filter(id__in=ids).order_by("ordinal")
        return {voyage.id: voyage for voyage in (found.select_for_update() if lock else found)}

    def content(self, row: Voyage) -> Json:
        times = {"start_ts": clock.iso(row.start_ts), "stop_ts": clock.iso_or_none(row.stop_ts)}
        rest = {"location": row.location, "tags": row.tags, "meta": row.meta, "hidden": row.hidden}
        return filled({"name": row.name, **times, **rest})

    def parts(self, row: Voyage) -> dict[str, Json]:
        return {}

    def store(
        self, row: Voyage | None, id: str, content: Json, parts: Mapping[str, Json], changes: Changes
    ) -> Voyage:
        values = {
            "name": content.get("name"),
            "start_ts": _time(content.get("start_ts"), "start_ts"),
            "stop_ts": _time(content.get("stop_ts"), "stop_ts"),
            "location": content.get("location", ""),
            "tags": content.get("tags", []),
            "meta": content.get("meta", {}),
            "hidden": content.get("hidden") is True,
        }
        return save_voyage(actor=changes.actor, model=self.model, id=id, values=values, alone=True)[0]

    def remove(self, row: Voyage, changes: Changes) -> None:
        delete_voyage(actor=changes.actor, voyage=row)


def _time(value: Any, field: str) -> Any:
    if value is None:
        return None
    try:
        return clock.parse(value)
    except ValueError as problem:
        raise wrong(field, str(problem)) from None
