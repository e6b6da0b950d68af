"""What is done with cruises and lowerings."""

from datetime import datetime
from typing import Any, TypeVar

from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_json, checked_text
from logging_core.voyages.models import Voyage

V = TypeVar("V", bound=Voyage)
FIELDS = ("name", "start_ts", "stop_ts", "location", "tags", "meta", "hidden")


def save_voyage(
    *, actor: Actor, model: type[V], id: str, values: dict[str, Any], reason: str = ""
) -> tuple[V, str]:
    """Create the record with this id, or change the named fields of it.

    Returns it with what happened: `create`, `update`, or `none` when it was so already.
    """
    checked = _checked(model, values)
    with recorded(actor, reason) as changes:
        stored: Any = model.objects.select_for_update().filter(id=id).first()
        voyage = stored or model(id=id)
        before = stored.record() if stored else None
        for name, value in checked.items():
            setattr(voyage, name, value)
        _check_order(model, voyage.start_ts, voyage.stop_ts)
        if before == voyage.record():
            return voyage, "none"
        voyage.version += 1 if stored else 0
        voyage.save()
        verb = "update" if stored else "create"
        _announce(changes, voyage, verb, before)
    return voyage, verb


def delete_voyage(*, actor: Actor, voyage: Voyage) -> None:
    """Remove the record. Its events stay: they belong to it by time only."""
    with recorded(actor) as changes:
        _announce(changes, voyage, "delete", voyage.record())
        voyage.delete()


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


def _check_order(model: type[V], start: datetime | None, stop: datetime | None) -> None:
    if start is None:
        raise wrong("start_ts", "is required")
    if stop is not None and start >= stop:
        raise wrong("start_ts", f"Start date must be older than stop date ({model.KIND})")
