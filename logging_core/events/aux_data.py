"""What is done with aux data: attach, replace, retire."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from logging_core.events.models import AuxData, Event, State
from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import BadInput, NotFound, wrong
from logging_core.shared.text import checked_json, checked_text


def attach_aux_data(
    *, actor: Actor, event: Event, data_source: str, data_array: Any, id: str | None = None
) -> AuxData:
    """Store what a source measured at the event; a second record of the same source replaces the first."""
    aux, _ = put_aux_data(actor=actor, event_id=event.id, data_source=data_source, data_array=data_array, id=id)
    return aux


def put_aux_data(
    *, actor: Actor, event_id: str, data_source: str, data_array: Any, id: str | None = None
) -> tuple[AuxData, bool]:
    """One record for each event and source: stored now (True), or its values replaced.

    With an id it is a record read in again: the row of that id, also a retired one, takes the values. That is
    quiet: existing Sealog clients are told of new measurements only.
    """
    source, values = checked_source(data_source), checked_values(data_array)
    with recorded(actor) as changes:
        event = _locked_living_event(event_id)
        aux = _record_of(event, source, id)
        new = aux is None or aux.retired_at is not None
        before = None if aux is None or new else aux.record()
        aux = aux or AuxData(**({"id": id} if id else {}))
        if before is not None and aux.data_array == values:
            return aux, False
        aux.event, aux.data_source, aux.data_array, aux.retired_at = event, source, values, None
        aux.version += 0 if aux.pk is None else 1
        aux.save()
        verb = "create" if new else "update"
        changes.add(
            "aux_data", verb, aux.id, before=before, after=aux.record(), version=aux.version, quiet=id is not None
        )
    return aux, new


def _locked_living_event(id: str) -> Event:
    """The event row is the lock: two inserters of one source must end with one record."""
    event = Event.objects.alive().select_for_update(of=("self",)).only("id", "ts").filter(id=id).first()
    if event is None:
        raise BadInput("event not found", {"event_id": "is not the id of an event"})
    return event


def _record_of(event: Event, source: str, id: str | None) -> AuxData | None:
    current = AuxData.objects.current().filter(event=event, data_source=source).first()
    if current is not None or id is None:
        return current
    return AuxData.objects.select_for_update(of=("self",)).select_related("event").filter(id=id).first()


def change_aux_data(*, actor: Actor, id: str, changed: dict[str, Any]) -> AuxData:
    """Change named fields (`event_id`, `data_source`, `data_array`) of a record.

    Values are merged by name: those sent take the place of their namesakes, the others stay.
    """
    with recorded(actor) as changes:
        aux = _locked(id)
        before = aux.record()
        if "event_id" in changed:
            aux.event = _locked_living_event(changed["event_id"])
        if "data_source" in changed:
            aux.data_source = checked_source(changed["data_source"])
        if "data_array" in changed:
            aux.data_array = _merged(aux.data_array, checked_values(changed["data_array"]))
        if before == aux.record():
            return aux
        _check_pair_is_free(aux)
        aux.version += 1
        aux.save()
        changes.add("aux_data", "update", aux.id, before=before, after=aux.record(), version=aux.version)
    return aux


def _merged(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The n-th value of a name takes the place of the n-th old one of that name; further ones are added."""
    merged = list(old)
    places: dict[str, list[int]] = defaultdict(list)
    for place, element in enumerate(old):
        places[element["data_name"]].append(place)
    for element in new:
        if free := places[element["data_name"]]:
            merged[free.pop(0)] = element
        else:
            merged.append(element)
    return merged


def _check_pair_is_free(aux: AuxData) -> None:
    others = AuxData.objects.current().filter(event=aux.event, data_source=aux.data_source).exclude(pk=aux.pk)
    if others.exists():
        raise wrong("data_source", "has a record at this event already")


def remove_aux_data(*, actor: Actor, id: str) -> None:
    """Take a record off its event. It stays stored, set aside."""
    with recorded(actor) as changes:
        _retire(_locked(id), clock.now(), changes)


def _locked(id: str) -> AuxData:
    living = AuxData.objects.current().exclude(event__state=State.DELETED)
    aux = living.select_for_update(of=("self",)).select_related("event").filter(id=id).first()
    if aux is None:
        raise NotFound("There is no such aux data.")
    return aux


def retire_aux_data(event: Event, changes: Changes) -> None:
    """Set the aux data of an event aside; announced so that pages drop it and sources attach anew."""
    moment = clock.now()
    for aux in AuxData.objects.current().filter(event=event).select_related("event"):
        _retire(aux, moment, changes)


def _retire(aux: AuxData, moment: datetime, changes: Changes) -> None:
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
