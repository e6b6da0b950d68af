"""What is done with aux data: attach, replace, retire."""

from typing import Any

from logging_core.events.models import AuxData, Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_json, checked_text


def attach_aux_data(
    *, actor: Actor, event: Event, data_source: str, data_array: Any, id: str | None = None
) -> AuxData:
    """Store what a source measured at the event; a second record of the same source replaces the first."""
    source = checked_source(data_source)
    values = checked_values(data_array)
    with recorded(actor) as changes:
        # The event row is the lock: two inserters of one source must end with one record.
        Event.objects.select_for_update().only("pk").get(pk=event.pk)
        aux = AuxData.objects.current().filter(event=event, data_source=source).first()
        verb = "create" if aux is None else "update"
        before = aux.record() if aux else None
        aux = aux or AuxData(event=event, data_source=source, **({"id": id} if id else {}))
        if before is not None and aux.data_array == values:
            return aux
        aux.data_array = values
        aux.version += 0 if before is None else 1
        aux.save()
        changes.add("aux_data", verb, aux.id, before=before, after=aux.record(), version=aux.version)
    return aux


def retire_aux_data(event: Event, changes: Changes) -> None:
    """Set the aux data of an event aside; announced so that pages drop it and sources attach anew."""
    moment = clock.now()
    for aux in AuxData.objects.current().filter(event=event):
        before = aux.record()
        aux.retired_at = moment
        aux.save(update_fields=["retired_at"])
        changes.add("aux_data", "retire", aux.id, before=before, after=before, version=aux.version)


def checked_source(data_source: Any) -> str:
    return checked_text(data_source, "data_source", longest=100, shortest=1)


def checked_values(data_array: Any) -> list[dict[str, Any]]:
    """Measured values in their stored form; strings stay strings and numbers numbers."""
    if not isinstance(data_array, list):
        raise wrong("data_array", "must be an array")
    return [_checked_element(element, f"data_array[{index}]") for index, element in enumerate(data_array)]


def _checked_element(element: Any, where: str) -> dict[str, Any]:
    if not isinstance(element, dict):
        raise wrong(where, "must be of type object")
    value = checked_json(element.get("data_value"), f"{where}.data_value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong(f"{where}.data_value", "must be a string or a number")
    name = checked_text(element.get("data_name"), f"{where}.data_name", longest=200, shortest=1)
    checked: dict[str, Any] = {"data_name": name, "data_value": value}
    if element.get("data_uom"):
        checked["data_uom"] = checked_text(element["data_uom"], f"{where}.data_uom", longest=100)
    return checked
