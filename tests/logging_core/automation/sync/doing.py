"""What people do on board in these tests."""

from datetime import timedelta
from typing import Any

from logging_core.events.actions import NewEvent, change_event, log_event
from logging_core.events.aux_data import put_aux_data
from logging_core.shared import clock, ids
from logging_core.shared.announce import Actor
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise

ANA = Actor("ana")
T0 = clock.parse("2026-03-01T12:00:00Z")


class Anybody:
    """May do everything; not an account of the database."""

    pk = None
    roles = ["admin"]


ANYBODY: Any = Anybody()


def log(value: str = "FISH", **fields: Any) -> str:
    id = ids.new_id()
    log_event(actor=ANA, user=None, id=id, new=NewEvent(value=value, ts=T0, **fields))
    return id


def aux(event_id: str, source: str = "nav", depth: str = "100") -> str:
    values = [{"data_name": "depth", "data_value": depth, "data_uom": "m"}]
    return put_aux_data(actor=ANA, event_id=event_id, data_source=source, data_array=values)[0].id


def cruise(name: str = "FKt230303", **more: Any) -> str:
    id = ids.new_id()
    values = {
        "name": name,
        "start_ts": T0,
        "stop_ts": T0 + timedelta(days=9),
        "meta": {"cruise_pi": "Ana"},
        **more,
    }
    save_voyage(actor=ANA, model=Cruise, id=id, values=values)
    return id


def change(id: str, **changed: Any) -> None:
    change_event(actor=ANA, user=ANYBODY, id=id, changed=changed)
