"""The kinds of record that files hold, in the order in which they are loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from logging_core.exchange.sealog import aux_data, events, templates, users, variables, voyages
from logging_core.exchange.sealog.batch import Item, Run
from logging_core.exchange.sealog.fields import Raw
from logging_core.exchange.sealog.report import Report

MANY = 500


@dataclass(frozen=True)
class Kind:
    """How one kind is known, checked and stored. `batch` records share a transaction."""

    name: str
    shows: Callable[[Raw], bool]  # tells a record of this kind by its keys
    read: Callable[[Raw], Any]  # the record checked; raises Refusal
    load: Callable[[Run, Path, Sequence[Item]], Report]  # stores records, tells what became of each
    batch: int = 1


KINDS = (
    Kind("users", lambda raw: "username" in raw, users.read, users.load),
    Kind("templates", lambda raw: "event_name" in raw, templates.read, templates.load),
    Kind("cruises", voyages.is_cruise, voyages.read_cruise, voyages.load_cruises),
    Kind("lowerings", voyages.is_lowering, voyages.read_lowering, voyages.load_lowerings),
    Kind("events", lambda raw: "event_value" in raw, events.read, events.load, MANY),
    Kind("aux data", lambda raw: "data_source" in raw, aux_data.read, aux_data.load, MANY),
    Kind("custom variables", lambda raw: "custom_var_name" in raw, variables.read, variables.load),
)


def kind_of(raw: Any) -> Kind | None:
    """The kind of a record, told by its keys; None for anything else."""
    if not isinstance(raw, dict):
        return None
    return next((kind for kind in KINDS if kind.shows(raw)), None)
