"""The log book tells as much about a source as its log level lets through."""

import pytest

from monitoring.completion.sources import health
from monitoring.completion.sources.models import Source
from monitoring.logs import book
from monitoring.logs.models import LogLine
from monitoring.web.trouble import permanent, temporary
from tests.monitoring.setup import Site

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def source_with(site: Site, log_level: int) -> Source:
    book.store()  # what other tests left
    LogLine.objects.all().delete()
    return site.source("IPGP", "http://127.0.0.1:1", log_level=log_level)


def told() -> list[tuple[int, str]]:
    book.store()
    return list(LogLine.objects.filter(source="IPGP").order_by("id").values_list("level", "message"))


ALL = [(30, "IPGP: slow"), (40, "IPGP: refused"), (30, "IPGP: slow again")]


@pytest.mark.parametrize(("log_level", "kept"), [(3, ALL), (2, ALL), (1, [ALL[1]])])
def test_lines_below_the_level_are_left_out(site: Site, log_level: int, kept: list[tuple[int, str]]) -> None:
    source = source_with(site, log_level)
    health.failed(source, temporary("too_slow", "slow"))
    health.failed(source, permanent("bad_request", "refused"))
    health.failed(source, temporary("too_slow", "slow again"))
    assert told() == kept
    assert (source.last_error, source.consecutive_failures) == ("slow again", 2)


def test_that_a_source_is_paused_is_told_at_every_level(site: Site) -> None:
    source = source_with(site, 1)
    for number in range(health.MOST_FAILURES):
        health.failed(source, temporary("too_slow", f"slow {number + 1}"))
    assert told() == [(40, f"IPGP: slow {health.MOST_FAILURES}")]
    assert source.paused_until is not None
