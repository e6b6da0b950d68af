"""Days that are out of the ordinary, in gaps, requests and statistics alike."""

from datetime import date

import pytest

from monitoring.completion.stack.models import Request
from monitoring.completion.stack.states import State
from monitoring.inventory.models import Epoch
from monitoring.statistics.actions import update_days
from monitoring.statistics.models import Stat, in_minutes
from qualitycontrol.archive.instants import DAY, day_of
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.centre import Holding
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def stat(day: str) -> Stat:
    return Stat.objects.get(day=date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    ["2016-12-31", "2024-02-29", "2023-12-31", "2024-01-01", "2024-04-09"],
    ids=["leap second", "29 February", "last", "first", "jday 100"],
)
def test_unusual_days_are_completed_and_measured(site: Site, centre, day: str) -> None:
    start = at(f"{day}T00:00:00")
    site.holds(RER, (start, start + 23 * HOUR))
    centre.holdings = [Holding(RER, start - HOUR, start + 25 * HOUR)]
    site.source("IPGP", centre.url)
    assert site.update(start, start + DAY).gap_seconds == 3600
    assert stat(day).percent == pytest.approx(100 * 23 / 24)
    (request,) = site.run_all()
    assert request.state == State.SUCCEEDED
    assert site.gaps(start, start + DAY) == []
    assert (stat(day).percent, stat(day).num_gaps, stat(day).num_samples) == (100, 0, 20 * 86400)


def test_a_channel_closed_in_mid_day_is_complete_without_the_rest_of_the_day(site: Site, centre) -> None:
    start = at("2024-05-10T00:00:00")
    Epoch.objects.create(nslc=site.stream(), start_ns=start - 100 * DAY, end_ns=start + 12 * HOUR, sample_rate=20)
    site.holds(RER, (start, start + 12 * HOUR))
    site.source("IPGP", centre.url)
    report = site.update(start, start + 2 * DAY)
    assert (report.gaps, Request.objects.count()) == (0, 0)
    assert (stat("2024-05-10").expected_s, stat("2024-05-10").percent) == (43200, 100)
    assert (stat("2024-05-11").expected_s, stat("2024-05-11").percent) == (0, None)


def test_a_long_path_and_a_full_code(places, transactional_db, centre) -> None:
    deep = places / ("x" * 50) / ("y" * 60)
    deep.mkdir(parents=True)
    long = Nslc("XX", "STATION8", "00", "HHZ")
    site = Site.made(deep, long)
    start = at("2024-05-10T00:00:00")
    centre.holdings = [Holding(Nslc("XX", "STATI", "00", "HHZ"), start, start + HOUR)]
    site.source("IPGP", centre.url)
    assert site.update(start, start + HOUR).gaps == 1
    assert site.archive.root.startswith(str(deep))


def test_only_days_that_changed_are_written_again(site: Site) -> None:
    start = at("2024-05-10T00:00:00")
    site.holds(RER, (start, start + 2 * DAY))
    site.gaps(start, start + 2 * DAY)
    streams = [site.stream()]
    assert update_days(site.archive, streams, start, start + 3 * DAY) == 3
    assert update_days(site.archive, streams, start, start + 3 * DAY) == 0
    Epoch.objects.create(nslc=site.stream(), start_ns=start, end_ns=start + DAY + HOUR)
    assert update_days(site.archive, streams, start, start + 3 * DAY) == 2
    assert Stat.objects.get(day=day_of(start + 2 * DAY)).percent is None


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (0.05, 0.001), (59, 0.983), (60, 1.0), (90, 2), (86400, 1440)]
)
def test_lists_show_minutes_whole_above_one(seconds: float, minutes: float) -> None:
    assert in_minutes(seconds) == minutes
