"""Aux data of a Sealog server: one record for each event and data source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Q

from logging_core.events.aux_data import attach_aux_data, checked_source, checked_values
from logging_core.events.bulk import add_aux_data
from logging_core.events.models import AuxData, Event
from logging_core.exchange.sealog.batch import Item, Run
from logging_core.exchange.sealog.fields import record_id
from logging_core.exchange.sealog.report import IMPORTED, SKIPPED, UPDATED, Report
from logging_core.shared.announce import recorded
from logging_core.shared.errors import wrong
from logging_core.shared.ids import new_id

KIND = "aux data"


@dataclass(frozen=True)
class ReadAuxData:
    """What a file says. `id` is empty in exports of events with their aux data: event and source tell it."""

    id: str
    event_id: str
    source: str
    values: list[dict[str, Any]]

    @property
    def pair(self) -> tuple[str, str]:
        return self.event_id, self.source


def read(raw: Any) -> ReadAuxData:
    if not isinstance(raw, dict):
        raise wrong("aux_data", "must be of type object")
    return ReadAuxData(
        id=record_id(raw) if raw.get("id") is not None else "",
        event_id=record_id(raw, "event_id"),
        source=checked_source(raw.get("data_source")),
        values=checked_values(raw.get("data_array")),
    )


def load(run: Run, file: Path, items: Sequence[Item]) -> Report:
    """Store a batch in one transaction; what there is already is replaced when it differs."""
    report = Report()
    known = _Known.about([item.record for item in items])
    with recorded(run.actor):
        for item in items:
            problem = _problem(run, known, item.record)
            if problem:
                report.refuse(KIND, file, item.line, item.record.id or item.record.event_id, problem)
            else:
                report.count(KIND, _place(run, known, item.record))
        add_aux_data(actor=run.actor, rows=known.new)
    return report


@dataclass
class _Known:
    """What is stored about the events of a batch, and what the batch adds."""

    events: dict[str, Event]
    rows: dict[tuple[str, str], AuxData]
    by_id: dict[str, AuxData]
    new: list[AuxData] = field(default_factory=list)

    @classmethod
    def about(cls, records: Sequence[ReadAuxData]) -> "_Known":
        events = Event.objects.filter(id__in={record.event_id for record in records}).only("id")
        ours = Q(event__in=[event.pk for event in events]) | Q(id__in=[r.id for r in records if r.id])
        # Retired ones come first, so that a current one takes their place in `rows`.
        rows = list(AuxData.objects.filter(ours).select_related("event").order_by("retired_at"))
        return cls(
            events={event.id: event for event in events},
            rows={(row.event.id, row.data_source): row for row in rows},
            by_id={row.id: row for row in rows},
        )

    def add(self, row: AuxData) -> None:
        self.rows[row.event.id, row.data_source] = self.by_id[row.id] = row
        self.new.append(row)


def _problem(run: Run, known: _Known, record: ReadAuxData) -> str:
    """Why a record cannot be stored; empty when it can."""
    if record.event_id not in known.events and record.event_id not in run.would_be:
        return f'"event_id": there is no event {record.event_id}'
    holder = known.by_id.get(record.id)
    if holder and (holder.event.id, holder.data_source) != record.pair:
        return f'"id" already belongs to {holder.data_source} of event {holder.event.id}'
    return ""


def _place(run: Run, known: _Known, record: ReadAuxData) -> str:
    """Put a record where it belongs; tells what became of it."""
    row = known.rows.get(record.pair)
    if row is None:
        if record.event_id in known.events:
            known.add(_row(known.events[record.event_id], record))
        return IMPORTED
    # Retired: the event's time was corrected here, and the values belong to the time that was wrong.
    if row.retired_at or row.data_array == record.values:
        return SKIPPED
    if row.pk is None:
        row.data_array = record.values
    else:
        attach_aux_data(actor=run.actor, event=row.event, data_source=record.source, data_array=record.values)
        row.data_array = record.values
    return UPDATED


def _row(event: Event, record: ReadAuxData) -> AuxData:
    return AuxData(id=record.id or new_id(), event=event, data_source=record.source, data_array=record.values)
