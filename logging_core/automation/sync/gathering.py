"""What another instance is to be told: of each record that changed since its place the latest state, once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from logging_core.automation.sync import places, wire
from logging_core.automation.sync.merging import Json, State, Version
from logging_core.automation.sync.models import SyncInstance, SyncStamp
from logging_core.automation.sync.places import Place
from logging_core.automation.sync.records import KEEPERS
from logging_core.automation.sync.wire import Told
from logging_core.events.models import AuxData
from logging_core.shared.models import Change

COUNTED = 10_000


@dataclass(frozen=True)
class Batch:
    """Records in the order in which they can be stored, and the place behind them."""

    records: list[Json]
    upto: Place
    more: bool


def gathered(
    us: SyncInstance, place: Place, *, kinds: Sequence[str], listener: str, most: int, most_bytes: int
) -> Batch:
    """At most so many records and bytes (but one record always), none that `listener` has already."""
    stamps = list(_ahead(place, kinds, listener).order_by("seq")[: most + 1])
    more = len(stamps) > most
    records: list[Json] = []
    size = 0
    told = _told(stamps[:most])
    for count, stamp in enumerate(stamps[:most]):
        ours = [wire.written(one) for one in told.behind(stamp)]
        size += sum(len(json.dumps(one)) for one in ours)
        if count and size > most_bytes:
            return Batch(records, places.at(place, stamps[count - 1].seq), more=True)
        records += ours
    return Batch(records, places.at(place, stamps[most - 1].seq if more else max(us.seq, place.seq)), more)


def waiting(place: Place, kinds: Sequence[str], listener: str) -> tuple[int, datetime | None]:
    """How many records the listener still has to be told of, up to COUNTED, and since when the first waits."""
    rows = _ahead(place, kinds, listener).order_by("seq").values("seq")[:COUNTED]
    query, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(seq) FROM ({query}) AS ahead", values)  # noqa: S608  (made by Django)
        count, first = cursor.fetchone()
    return count, Change.objects.filter(seq=first).values_list("at", flat=True).first() if count else None


def anything(place: Place, kinds: Sequence[str], listener: str) -> bool:
    return _ahead(place, kinds, listener).exists()


def _ahead(place: Place, kinds: Sequence[str], listener: str) -> Any:
    """On a whole copy everything, otherwise not what the listener told us itself."""
    stamps = SyncStamp.objects.filter(seq__gt=place.seq, kind__in=kinds)
    return stamps if place.is_whole or not listener else stamps.exclude(heard_from=listener)


@dataclass(frozen=True)
class _Gathered:
    """Records by their keys; events that must go before their aux data."""

    by_key: dict[tuple[str, str], Told]
    first: dict[str, str]  # aux data -> its event

    def behind(self, stamp: SyncStamp) -> list[Told]:
        """The record of a stamp, behind the one it needs."""
        event = self.first.get(stamp.record_id) if stamp.kind == "aux_data" else None
        needed = [self.by_key["event", event]] if event else []
        return [*needed, self.by_key[stamp.kind, stamp.record_id]]


def _told(stamps: Sequence[SyncStamp]) -> _Gathered:
    first = _events_to_go_first([stamp for stamp in stamps if stamp.kind == "aux_data"])
    events = SyncStamp.objects.filter(kind="event", record_id__in=set(first.values()))
    wanted = {(stamp.kind, stamp.record_id): stamp for stamp in [*events, *stamps]}
    makers = _makers([stamp.seq for stamp in wanted.values()])
    states = states_of(wanted.values())
    return _Gathered({key: Told(*key, states[key], makers.get(wanted[key].seq, "")) for key in wanted}, first)


def _events_to_go_first(stamps: Sequence[SyncStamp]) -> dict[str, str]:
    """Of aux data whose event was changed later, and so would come behind it: the id of the event."""
    rows = AuxData.objects.filter(id__in=[stamp.record_id for stamp in stamps])
    event_of: dict[str, str] = dict(rows.values_list("id", "event__id"))
    seqs: dict[str, int] = dict(
        SyncStamp.objects.filter(kind="event", record_id__in=set(event_of.values())).values_list(
            "record_id", "seq"
        )
    )
    pairs = ((stamp, event_of.get(stamp.record_id, "")) for stamp in stamps)
    return {stamp.record_id: event for stamp, event in pairs if seqs.get(event, 0) > stamp.seq}


def states_of(stamps: Iterable[SyncStamp]) -> dict[tuple[str, str], State]:
    """Each record as it is here."""
    by_kind: dict[str, dict[str, SyncStamp]] = {}
    for stamp in stamps:
        by_kind.setdefault(stamp.kind, {})[stamp.record_id] = stamp
    states = {}
    for kind, wanted in by_kind.items():
        rows = KEEPERS[kind].rows(list(wanted))
        for id, stamp in wanted.items():
            states[kind, id] = state_of(kind, rows.get(id), stamp)
    return states


def state_of(kind: str, row: Any | None, stamp: SyncStamp | None) -> State:
    version = Version(stamp.time, stamp.origin, stamp.seen) if stamp else State().version
    if row is None:
        return State(version)
    keeper = KEEPERS[kind]
    return State(version, keeper.content(row), keeper.parts(row))


def _makers(seqs: Sequence[int]) -> dict[int, str]:
    return dict(Change.objects.filter(seq__in=seqs).values_list("seq", "actor"))
