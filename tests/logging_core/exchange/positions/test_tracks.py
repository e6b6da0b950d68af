"""Where a vehicle or vessel was: which source counts, which part, and what is dropped."""

from datetime import timedelta
from typing import Any

import pytest

from logging_core.events.bulk import add_aux_data, add_events
from logging_core.events.models import AuxData, Event
from logging_core.exchange.positions.tracks import of_cruise, of_lowering, track
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import NotFound
from logging_core.shared.ids import new_id
from logging_core.streams.ingest import Ingest
from logging_core.voyages.models import Cruise, Lowering
from tests.logging_core.streams.conftest import ingest  # noqa: F401
from tests.logging_core.streams.samples import record

START = clock.parse("2026-05-01T12:00:00Z")
USBL, DEAD_RECKONING = "realtimeVehicleUSBLPosition", "realtimeVehiclePosition"


def at(minutes: float) -> Any:
    return START + timedelta(minutes=minutes)


@pytest.fixture
def lowering(db: None) -> Lowering:
    return Lowering.objects.create(name="S1", start_ts=START, stop_ts=at(60))


@pytest.fixture
def cruise(db: None) -> Cruise:
    return Cruise.objects.create(name="C1", start_ts=at(-60), stop_ts=at(120))


def measured(source: str, minutes: float, longitude: Any, latitude: Any, depth: Any = None) -> None:
    """An event with a position; a value that is None is not there."""
    event = Event(id=new_id(), ts=at(minutes), value="ASNAP", author="admin", free_text="", options=[])
    add_events(actor=Actor("sealog"), events=[event])
    values = {"longitude": longitude, "latitude": latitude, "depth": depth}
    array = [{"data_name": name, "data_value": value} for name, value in values.items() if value is not None]
    add_aux_data(
        actor=Actor("sealog"),
        rows=[AuxData(id=new_id(), event=event, data_source=source, data_array=array)],
    )


def test_the_first_source_that_has_positions_counts(lowering: Lowering) -> None:
    measured(DEAD_RECKONING, 1, "1", "1", "1")
    measured(USBL, 2, "2.123456789", "2", "2.005")
    found = of_lowering(lowering)
    assert (found.name, found.source) == ("S1", USBL)
    assert found.fixes == [(at(2), 2.12345679, 2.0, round(2.005, 2))]


def test_a_source_with_nothing_but_gaps_is_passed_over(lowering: Lowering) -> None:
    measured(USBL, 1, "1", "1")
    measured(DEAD_RECKONING, 2, 2, 2, 2)
    assert of_lowering(lowering).source == DEAD_RECKONING


@pytest.mark.parametrize(
    "bad", [("", 1, 1), ("east", 1, 1), ("NaN", 1, 1), (1, 91, 1), (1, 1, "inf"), (361, 1, 1)]
)
def test_incomplete_rows_are_dropped(lowering: Lowering, bad: tuple[Any, ...]) -> None:
    measured(USBL, 1, *bad)
    measured(USBL, 2, 1, 1, 1)
    assert [fix.at for fix in of_lowering(lowering).fixes] == [at(2)]


def test_only_what_lies_between_descent_and_surface_is_meant(lowering: Lowering) -> None:
    for minutes in (1, 10, 20, 30, 59):
        measured(USBL, minutes, 1, 1, minutes)
    milestones = {"lowering_descending": clock.iso(at(10)), "lowering_on_surface": clock.iso(at(30))}
    Lowering.objects.update(meta={"milestones": milestones})
    assert [fix.depth for fix in of_lowering(Lowering.objects.get()).fixes] == [10, 20, 30]


@pytest.mark.parametrize(
    "milestones", [None, [], {}, {"lowering_descending": None}, {"lowering_on_surface": "soon"}]
)
def test_without_milestones_the_whole_lowering_is_meant(lowering: Lowering, milestones: Any) -> None:
    for minutes in (-1, 0, 60, 61):
        measured(USBL, minutes, 1, 1, 1)
    Lowering.objects.update(meta={"milestones": milestones})
    assert [fix.at for fix in of_lowering(Lowering.objects.get()).fixes] == [at(0), at(60)]


def test_of_two_values_of_one_name_the_first_counts(lowering: Lowering) -> None:
    measured(USBL, 1, 1, 1, 1)
    stored = AuxData.objects.get()
    stored.data_array.append({"data_name": "depth", "data_value": 99})
    stored.save()
    assert [fix.depth for fix in of_lowering(lowering).fixes] == [1]


def test_a_vessel_needs_no_depth(cruise: Cruise) -> None:
    measured("vesselRealtimeNavData", 1, "-66.128473", "18.53392", None)
    found = track(cruise)
    assert (found.source, found.fixes) == ("vesselRealtimeNavData", [(at(1), -66.128473, 18.53392, None)])


def test_streams_fill_in_where_no_aux_data_has_a_position(
    lowering: Lowering,
    cruise: Cruise,
    ingest: Ingest,  # noqa: F811
) -> None:
    seconds = START.timestamp()
    said = [
        record(seconds + second, "rov", RovLatitude=10 + second / 100, RovLongitude=-20.0, RovDepth=float(second))
        for second in range(25)
    ]
    said += [record(seconds + 100, "rov", RovLatitude=11.0)]  # nobody said a longitude since
    said += [record(seconds + 5000, "rov", RovLatitude=12.0, RovLongitude=1.0, RovDepth=1.0)]  # after the dive
    said += [record(seconds, "gps", GpsLatitude=50.0, GpsLongitude=5.0)]
    ingest.store(said)
    found = of_lowering(lowering)
    assert found.source == "RovLongitude, RovLatitude, RovDepth"
    assert found.fixes == [
        (at(0), -20.0, 10.0, 0.0),
        (at(10 / 60), -20.0, 10.1, 10.0),
        (at(20 / 60), -20.0, 10.2, 20.0),
    ]
    assert of_cruise(cruise).fixes == [(at(0), 5.0, 50.0, None)]


def test_without_any_position_there_is_none(lowering: Lowering, cruise: Cruise) -> None:
    with pytest.raises(NotFound, match="There are no positions of lowering S1"):
        of_lowering(lowering)
    with pytest.raises(NotFound, match="There are no positions of cruise C1"):
        of_cruise(cruise)
