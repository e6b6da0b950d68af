"""Archives as they are in the world: deep folders, streams without location, channels that were closed."""

from pathlib import Path

import pytest

from monitoring.completion.stack.models import Request
from monitoring.inventory.models import Epoch
from qualitycontrol.archive.models import DataFile
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.centre import Holding
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LONG = Nslc("X9", "STAT5", "", "HHZ")  # as long as miniSEED 2 has room for


def test_deep_folders_are_filled_like_others(places: Path, transactional_db, centre) -> None:
    start = at("2024-02-28T23:00:00")
    deep = places / "a-folder-with-a-long-name" / "and-another-one-below-it" / ("x" * 100)
    deep.mkdir(parents=True)
    site = Site.made(deep, LONG)
    centre.holdings = [Holding(LONG, start - HOUR, start + 3 * HOUR)]
    site.source("IPGP", centre.url)
    site.update(start, start + 2 * HOUR)
    (request,) = site.run_all()
    assert (request.state, site.gaps(start, start + 2 * HOUR, LONG)) == ("succeeded", [])
    paths = list(DataFile.objects.values_list("path", flat=True))
    assert len(str(site.root)) > 150 and all("X9.STAT5..HHZ" in path for path in paths)
    assert {path.rpartition(".")[2] for path in paths} == {"059", "060"}  # over the 29th of February


def test_a_channel_that_was_closed_in_mid_day_is_asked_for_until_then(site: Site, centre) -> None:
    start = at("2024-05-10T06:00:00")
    Epoch.objects.create(nslc=site.stream(), start_ns=start - 1000 * HOUR, end_ns=start + 6 * HOUR)
    site.holds(site.stream().stream, (start, start + 2 * HOUR))
    centre.holdings = [Holding(site.stream().stream, start, start + 24 * HOUR)]
    site.source("IPGP", centre.url)
    report = site.update(start, start + 18 * HOUR)
    assert (report.gaps, report.gap_seconds) == (1, 4 * 3600)
    assert [request.state for request in site.run_all()] == ["succeeded"]
    assert max(site.samples(start, start + 18 * HOUR)) < start + 6 * HOUR
    assert site.update(start, start + 18 * HOUR).gaps == 0
    assert Request.objects.count() == 1
