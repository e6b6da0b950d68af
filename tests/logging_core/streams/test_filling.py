"""What the database knows comes into the memory of a process."""

from datetime import UTC, datetime

from logging_core.streams.filling import fill, fill_traces, stored_before
from logging_core.streams.ingest import Ingest
from logging_core.streams.recent import Recent
from tests.logging_core.streams.samples import NOON, record


def test_latest_values_and_descriptions_are_filled_in_once(ingest: Ingest) -> None:
    said = {"fields": {"Depth": {"units": "m"}}}
    ingest.store([record(NOON, Depth=1.0, Mode="A", metadata=said), record(NOON + 1, Depth=2.0)])
    recent = Recent()
    fill(recent)
    fill(recent)
    assert [arrival[1:] for arrival in recent.arrivals("Depth")] == [(NOON + 1, 2.0)]
    assert [arrival.value for arrival in recent.arrivals("Mode")] == ["A"]
    assert recent.metadata == {"Depth": {"units": "m"}}


def test_while_the_broker_is_away_newer_values_are_added(ingest: Ingest) -> None:
    recent = Recent()
    for number in range(3):
        ingest.store([record(NOON + number, Depth=float(number))])
        fill(recent)
    assert [arrival.value for arrival in recent.arrivals("Depth")] == [0.0, 1.0, 2.0]


def test_traces_are_the_last_ten_minutes(ingest: Ingest) -> None:
    ingest.store([record(NOON - ago, Depth=float(ago)) for ago in range(1, 2000)])
    recent = Recent()
    fill(recent)
    fill_traces(recent, datetime.fromtimestamp(NOON, UTC))
    trace = dict(recent.traces())["Depth"]
    assert (len(trace), trace[-1][0]) == (60, NOON // 10 - 1)
    assert trace[-1][1] == sum(range(1, 11)) / 10


def test_stored_values_come_oldest_first_within_their_bounds(ingest: Ingest) -> None:
    ingest.store([record(NOON + second, Depth=float(second)) for second in range(10)])
    assert stored_before("Depth", NOON + 5, NOON + 2) == [(NOON + s, float(s)) for s in (2, 3, 4)]
    assert stored_before("None", NOON + 5, NOON) == []
