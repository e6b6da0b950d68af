"""An FDSN server that is not ours, EarthScope's portable-fdsnws-dataselect, as a source."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from monitoring.completion.stack.models import RequestHistory
from monitoring.completion.stack.states import State
from qualitycontrol.archive import instants
from qualitycontrol.archive.scanning import scan_file
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, SECOND, at, store, values
from tests.support.running import free_port
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

START = at("2024-05-10T20:00:00")
END = START + 8 * HOUR
COLUMNS = (
    "network TEXT, station TEXT, location TEXT, channel TEXT, quality TEXT, version INTEGER, starttime TEXT, "
    "endtime TEXT, samplerate REAL, filename TEXT, byteoffset INTEGER, bytes INTEGER, hash TEXT, timeindex TEXT, "
    "timespans TEXT, timerates TEXT, format TEXT, filemodtime TEXT, updated TEXT, scanned TEXT"
)
PROGRAM = "from portable_fdsnws_dataselect.server import main; main()"


@pytest.fixture
def portable(places: Path) -> Iterator[str]:
    """The server over an SDS folder that holds everything; gives its address."""
    store(places / "theirs", RER, (START, END))
    index(places / "index.sqlite", sorted((places / "theirs").rglob("*.D.*")))
    port = free_port()
    config = places / "server.ini"
    config.write_text(
        f"[index_db]\npath = {places / 'index.sqlite'}\ntable = tsindex\n"
        f"[server]\ninterface = 127.0.0.1\nport = {port}\nrequest_limit = 0\nmaxsectiondays = 10\n"
    )
    with (places / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(config)], stdout=log, stderr=log, cwd=places
        )
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url), 30, lambda: (places / "server.log").read_text())
        yield url
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/fdsnws/dataselect/1/version").status_code == 200
    except httpx.TransportError:
        return False


def index(path: Path, files: list[Path]) -> None:
    """The table that mseedindex would make, one row a file."""
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE tsindex ({COLUMNS})")
        for file in files:
            segments = scan_file(file).segments
            low, high = min(one.start_ns for one in segments), max(one.end_ns for one in segments)
            one, size = segments[0].nslc, file.stat().st_size
            times = f"{low / 1e9:.6f}=>0,latest=>{size}"
            database.execute(
                f"INSERT INTO tsindex VALUES ({','.join('?' * 20)})",
                [
                    *(one.network, one.station, one.location, one.channel, "D", 2),
                    *(instants.text(low)[:-1], instants.text(high)[:-1], segments[0].rate_hz, str(file), 0, size),
                    *("", times, f"[{low / 1e9:.6f}:{high / 1e9:.6f}]", "", "miniSEED2", "", "", ""),
                ],
            )
    database.close()


def test_our_archive_is_completed_from_their_server(site: Site, portable: str) -> None:
    """Over midnight, to the sample; their server has no availability service, so everything counts as there."""
    gap = (START + 3 * HOUR, START + 6 * HOUR)
    site.holds(RER, (START, gap[0]), (gap[1], END))
    site.source("portable", portable)
    assert site.update(START, END).sources == {"portable": True}
    (request,) = site.run_all()
    assert site.gaps(START, END) == []
    assert request.state == State.SUCCEEDED
    assert site.gaps(START, END) == []
    assert list(site.samples(START, END).values()) == values(START, 20 * (END - START) // SECOND).tolist()


def test_it_answers_one_question_for_several_requests(site: Site, portable: str) -> None:
    gaps = [(START + hours * HOUR, START + hours * HOUR + HOUR // 2) for hours in (1, 3, 6)]
    site.holds(RER, (START, gaps[0][0]), (gaps[0][1], gaps[1][0]), (gaps[1][1], gaps[2][0]), (gaps[2][1], END))
    site.source("portable", portable)
    site.update(START, END)
    first, *others = site.run_all()
    assert {request.state for request in (first, *others)} == {State.SUCCEEDED}
    answers = RequestHistory.objects.exclude(outcome="").values_list("number", "bytes")
    assert [number for number, size in answers if size] == [first.pk] and len(answers) == 3
    assert list(site.samples(START, END).values()) == values(START, 20 * (END - START) // SECOND).tolist()
