"""An archive of two streams with gaps, served here."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client

if TYPE_CHECKING:  # this module is read before Django is set up
    from tests.monitoring.setup import Site

Ask = Callable[..., HttpResponse]


@pytest.fixture
def served(db: None, places: Path) -> "Iterator[Site]":
    """PF.RER..HHZ from 10:00 to 14:00 without 11:00 to 11:30, and over midnight; PF.FOR.00.BHZ one hour."""
    from qualitycontrol.archive.nslc import Nslc
    from tests.monitoring.setup import Site
    from tests.monitoring.waves import HOUR, RER, at

    site = Site.made(places)
    start = at("2024-05-10T10:00:00")
    site.holds(RER, (start, start + HOUR), (start + HOUR + HOUR // 2, start + 4 * HOUR))
    site.holds(RER, (at("2024-05-10T23:00:00"), at("2024-05-11T01:00:00")))
    site.holds(Nslc("PF", "FOR", "00", "BHZ"), (start, start + HOUR))
    site.gaps(start, start + HOUR)  # scans
    yield site


@pytest.fixture
def ask(served: "Site") -> Ask:
    """`ask("availability", "query", net="PF")`, or with `post` a body."""

    def ask(service: str, method: str, *, post: str | None = None, archive: str = "", **told: Any) -> HttpResponse:
        path = f"{f'/archives/{archive}' if archive else ''}/fdsnws/{service}/1/{method}"
        client = Client(enforce_csrf_checks=True)
        if post is not None:
            return client.post(path, post, content_type="text/plain")
        return client.get(path, told)

    return ask
