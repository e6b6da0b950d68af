"""Cruises and lowerings of a Sealog server."""

from dataclasses import dataclass
from typing import Any, TypeVar

from logging_core.accounts.models import User
from logging_core.exchange.sealog.batch import Run, one_by_one
from logging_core.exchange.sealog.fields import Raw, flag, listed, moment, record_id
from logging_core.exchange.sealog.report import IMPORTED, SKIPPED, UPDATED
from logging_core.shared.announce import recorded
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise, Lowering, Voyage

V = TypeVar("V", bound=Voyage)


@dataclass(frozen=True)
class Frame:
    """What a file says of a cruise or lowering. `access` holds ids of accounts; None when it says nothing."""

    values: dict[str, Any]
    access: list[str] | None


def is_cruise(raw: Raw) -> bool:
    return "cruise_id" in raw and "event_value" not in raw and not is_lowering(raw)


def is_lowering(raw: Raw) -> bool:
    """Lowerings and events may name the cruise that they lie in; an event is told by its value."""
    return "lowering_id" in raw and "event_value" not in raw


def read_cruise(raw: Raw) -> Frame:
    return _read(raw, Cruise.KIND)


def read_lowering(raw: Raw) -> Frame:
    return _read(raw, Lowering.KIND)


def _read(raw: Raw, kind: str) -> Frame:
    """Every key of the metadata is kept. Without a stop time it is still under way."""
    record_id(raw)
    values = {
        "name": raw[f"{kind}_id"],
        "start_ts": moment(raw, "start_ts"),
        "stop_ts": moment(raw, "stop_ts") if raw.get("stop_ts") is not None else None,
        "location": raw.get(f"{kind}_location") or "",
        "tags": listed(raw, f"{kind}_tags"),
        "meta": raw.get(f"{kind}_additional_meta") or {},
        "hidden": flag(raw, f"{kind}_hidden"),
    }
    access = f"{kind}_access_list"
    return Frame(values, [str(id).lower() for id in listed(raw, access)] if access in raw else None)


def _load_one(run: Run, model: type[V], id: str, frame: Frame) -> str:
    if not run.update and model.objects.filter(id=id).exists():
        return SKIPPED
    with recorded(run.actor):
        voyage, verb = save_voyage(actor=run.actor, model=model, id=id, values=frame.values)
        if frame.access is not None:
            voyage.access_list.set(User.objects.filter(id__in=frame.access))
    return {"create": IMPORTED, "update": UPDATED, "none": SKIPPED}[verb]


load_cruises = one_by_one("cruises", lambda run, id, frame: _load_one(run, Cruise, id, frame))
load_lowerings = one_by_one("lowerings", lambda run, id, frame: _load_one(run, Lowering, id, frame))
