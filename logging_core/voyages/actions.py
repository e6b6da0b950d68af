"""What is done with cruises and lowerings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from logging_core.accounts.models import User
from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.text import checked_json, checked_text
from logging_core.voyages import files
from logging_core.voyages.models import Cruise, Lowering, Voyage

V = TypeVar("V", bound=Voyage)
FIELDS = ("name", "start_ts", "stop_ts", "location", "tags", "meta", "hidden")


def save_voyage(
    *, actor: Actor, model: type[V], id: str, values: dict[str, Any], reason: str = "", alone: bool = False
) -> tuple[V, str]:
    """Create the record with this id, or change the named fields of it.

    Hiding or showing a cruise hides or shows its lowerings, unless it is changed `alone`. Returns the record with
    what happened: `create`, `update`, or `none` when it was so already.
    """
    checked = _checked(model, values)
    with recorded(actor, reason) as changes:
        stored: Any = model.objects.select_for_update().filter(id=id).first()
        voyage = stored or model(id=id)
        before = stored.record() if stored else None
        for name, value in checked.items():
            setattr(voyage, name, value)
        _check_order(voyage.start_ts, voyage.stop_ts)
        if before == voyage.record():
            return voyage, "none"
        voyage.version += 1 if stored else 0
        voyage.save()
        verb = "update" if stored else "create"
        _announce(changes, voyage, verb, before)
        if before and not alone and isinstance(voyage, Cruise) and before["cruise_hidden"] != voyage.hidden:
            _hide_lowerings(actor, voyage)
        if not stored:
            transaction.on_commit(lambda: files.make_folder(voyage))
    return voyage, verb


def _hide_lowerings(actor: Actor, cruise: Cruise) -> None:
    for lowering in Lowering.objects.inside(cruise):
        save_voyage(actor=actor, model=Lowering, id=lowering.id, values={"hidden": cruise.hidden})


def change_access(*, actor: Actor, voyage: Voyage, add: Iterable[User] = (), remove: Iterable[User] = ()) -> None:
    """Name people who may see the record although it is hidden, or take them off; with a cruise, its lowerings."""
    add, remove = list(add), list(remove)
    if not add and not remove:
        return
    with recorded(actor) as changes:
        for one in [voyage, *(Lowering.objects.inside(voyage) if isinstance(voyage, Cruise) else ())]:
            before = _access_record(one)
            one.access_list.add(*add)
            one.access_list.remove(*remove)
            if before != (after := _access_record(one)):
                changes.add(
                    one.KIND, "access", one.id, before=before, after=after, version=one.version, restricted=True
                )


def _access_record(voyage: Voyage) -> dict[str, Any]:
    return voyage.record() | {f"{voyage.KIND}_access_list": voyage.access_ids()}


def announce_again(*, actor: Actor, voyage: Voyage) -> None:
    """Tell everybody about a record once more, as it is."""
    with recorded(actor) as changes:
        _announce(changes, voyage, "update", voyage.record())


def delete_voyage(*, actor: Actor, voyage: Voyage) -> None:
    """Remove the record and its files. Its events stay: they belong to it by time only."""
    with recorded(actor) as changes:
        _announce(changes, voyage, "delete", voyage.record())
        voyage.delete()
        transaction.on_commit(lambda: files.remove_folder(voyage))


def _announce(changes: Changes, voyage: Voyage, verb: str, before: dict[str, Any] | None) -> None:
    """Hidden records are announced to admins; to others one that was hidden now looks deleted."""
    was_hidden = bool(before and before[f"{voyage.KIND}_hidden"])
    changes.add(
        voyage.KIND,
        verb,
        voyage.id,
        before=before,
        after=None if verb == "delete" else voyage.record(),
        version=voyage.version,
        restricted=voyage.hidden,
    )
    if voyage.hidden and before and not was_hidden and verb != "delete":
        changes.add(voyage.KIND, "withdraw", voyage.id, version=voyage.version)


def _checked(model: type[V], values: dict[str, Any]) -> dict[str, Any]:
    kind = model.KIND
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise wrong(sorted(unknown)[0], "is not allowed")
    checked = dict(values)
    if "name" in values:
        checked["name"] = checked_text(values["name"], f"{kind}_id", longest=100, shortest=1)
    if "location" in values:
        checked["location"] = checked_text(values["location"], f"{kind}_location", longest=500)
    if "tags" in values:
        checked["tags"] = _tags(values["tags"], f"{kind}_tags")
    if "meta" in values:
        checked["meta"] = _meta(values["meta"], f"{kind}_additional_meta")
    for name in {"start_ts", "stop_ts"} & set(values):
        checked[name] = clock.to_millisecond(values[name]) if values[name] else None
    return checked


def _tags(value: Any, field: str) -> list[str]:
    if not isinstance(value, list):
        raise wrong(field, "must be an array")
    return [tag for tag in (checked_text(tag, field, longest=100) for tag in value) if tag]


def _meta(value: Any, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise wrong(field, "must be of type object")
    return checked_json(value, field)


def _check_order(start: datetime | None, stop: datetime | None) -> None:
    if start is None:
        raise wrong("start_ts", "is required")
    if stop is not None and start >= stop:
        raise BadInput("Start date must be older than stop date", {"start_ts": "must be before stop_ts"})
