"""What every kind of source keeps to: the same tests for all of them, each against something real."""

import socket
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg2
import pytest
from django.db import connection
from psycopg2.extensions import make_dsn
from pytest import MonkeyPatch

from monitoring.completion.sources import pieces
from monitoring.completion.sources.kind import NoInventory
from monitoring.completion.sources.kinds import make, names
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from monitoring.web.trouble import Cancelled, Outcome, Trouble
from qualitycontrol.archive.instants import parse, text
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.scanning import scan_file
from qualitycontrol.archive.spans import Span
from tests.monitoring.centre import Holding, data_centre
from tests.monitoring.completion.sources.sftp_server import sftp_server
from tests.monitoring.routing import routing
from tests.monitoring.waves import HOUR, RER, SECOND, at, store, wave

pytestmark = pytest.mark.django_db

START = at("2024-05-09T22:00:00")
END = START + 4 * HOUR  # over midnight
HELD = (START, START + 3 * HOUR)
OTHER = Nslc("PF", "RER", "", "HHN")
KINDS = [
    "FDSNWS",
    "LOCAL_DIR",
    "EIDA",
    "SEEDLINK",
    "SEEDLINK_4",
    "HTTP_FOLDER",
    "SFTP",
    "SQL_INDEX",
    "SQL_SERVER",
    "PROGRAM",
]
KIND_OF = {"SQL_SERVER": "SQL_INDEX", "SEEDLINK_4": "SEEDLINK"}  # one kind in two worlds
Parameters = dict[str, object]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, places: Path, settings) -> Iterator[tuple[str, Parameters]]:
    """A source of each kind that holds `HELD` of RER."""
    folder = places / "source"
    store(folder, RER, HELD)
    with WORLDS[request.param](folder, settings) as parameters:
        yield KIND_OF.get(request.param, request.param), parameters


def test_all_kinds_are_tested_here() -> None:
    assert {KIND_OF.get(name, name) for name in KINDS} == set(names())


def test_it_answers_a_probe(kind) -> None:
    name, parameters = kind
    assert make(name, parameters).probe(Limits(10**6, 10))


def test_it_gives_what_it_has_of_what_was_asked_for(kind, places: Path) -> None:
    asked = (START + HOUR, END)
    spans = fetched(kind, places, Selection(RER, *asked))
    (span,) = [(max(low, asked[0]), high) for low, high in spans]
    assert span == (asked[0], HELD[1])


@pytest.mark.parametrize(
    "asked", [Selection(OTHER, START, END), Selection(RER, START + 3 * HOUR + SECOND, END)], ids=["stream", "time"]
)
def test_what_it_does_not_have_is_no_data_and_no_failure(kind, places: Path, asked: Selection) -> None:
    assert [span for span in fetched(kind, places, asked) if span[1] > asked.start_ns] == []


def test_its_inventory_says_what_it_has_or_that_it_cannot_say(kind) -> None:
    name, parameters = kind
    plugin = make(name, parameters)
    asked = [Selection(RER, START, END), Selection(OTHER, START, END)]
    if not plugin.CAPABILITIES.availability:
        with pytest.raises(NoInventory):
            plugin.availability(asked, Limits(10**6, 10))
        return
    said = list(plugin.availability(asked, Limits(10**6, 10)))
    assert {stream for stream, _ in said} == {RER}
    assert (min(low for _, (low, _) in said), max(high for _, (_, high) in said)) == HELD


def test_it_stops_when_nobody_wants_its_data_any_more(kind, places: Path) -> None:
    with pytest.raises(Cancelled):
        fetched(kind, places, Selection(RER, START, END), cancelled=lambda: True)


def test_it_keeps_to_the_limit_of_bytes(kind, places: Path) -> None:
    with pytest.raises(Trouble) as problem:
        fetched(kind, places, Selection(RER, START, END), most=20_000)
    assert problem.value.outcome in (Outcome.PERMANENT, Outcome.TEMPORARY)
    assert (places / "answer").stat().st_size <= 20_000


def fetched(
    kind: tuple[str, Parameters],
    places: Path,
    asked: Selection,
    most: int = 10**8,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Span]:
    name, parameters = kind
    work = places / "work"
    work.mkdir()
    with Sink(places / "answer", Limits(most, 20, cancelled=cancelled)) as sink:
        make(name, parameters).fetch([asked], sink, work)
    with pieces.opened(places / "answer") as table:
        return pieces.spans_of(table, asked.stream)


# --- one world for each kind --------------------------------------------------------------------------------


@contextmanager
def fdsnws(folder: Path, settings) -> Iterator[Parameters]:
    with data_centre(Holding(RER, *HELD)) as centre:
        yield {"url": centre.url}


@contextmanager
def local(folder: Path, settings) -> Iterator[Parameters]:
    yield {"path": str(folder), "layout": "SDS"}


@contextmanager
def eida(folder: Path, settings) -> Iterator[Parameters]:
    """A routing service that names one data centre for the stream."""
    with data_centre(Holding(RER, *HELD)) as centre, routing({"PF RER -- HHZ": centre.url}) as url:
        yield {"url": url}


@contextmanager
def http_folder(folder: Path, settings) -> Iterator[Parameters]:
    with serving(partial(Quiet, directory=str(folder))) as url:
        yield {"url": url, "layout": "SDS"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def serving(handler: Callable[..., object]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


PROGRAM = """#!/bin/sh
# What operators have: takes --postfile and --workspace, leaves N.S.L.C files, ends with 2 when there is nothing.
set -eu
test "$(env | cut -d= -f1 | sort | tr '\\n' ' ')" = "LANG PATH PWD "
grep -q "PF RER -- HHZ" "$2" || exit 2
cp "{file}" "$4/PF.RER..HHZ"
"""


@contextmanager
def program(folder: Path, settings) -> Iterator[Parameters]:
    path, held = folder / "fetch.sh", folder / "held.mseed"
    held.write_bytes(wave(RER, *HELD))
    path.write_text(PROGRAM.replace("{file}", str(held)))
    path.chmod(0o755)
    settings.SOURCE_PROGRAMS = [str(path)]
    yield {"command": [str(path), "--postfile", "{postfile}", "--workspace", "{workspace}"]}


@contextmanager
def seedlink(folder: Path, settings) -> Iterator[Parameters]:
    """A SeedLink 3 server with one station in its ring buffer."""
    with listening(talk) as port:
        yield {"host": "127.0.0.1", "port": port}


@contextmanager
def seedlink_4(folder: Path, settings) -> Iterator[Parameters]:
    """The same in version 4, with records of several lengths."""
    with listening(talk_4) as port:
        yield {"host": "127.0.0.1", "port": port}


@contextmanager
def listening(conversation: Callable[[socket.socket], None]) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=conversation, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def talk(connection: socket.socket) -> None:
    with suppress(OSError), connection, connection.makefile("rwb") as file:
        window = (0, 0)
        while line := file.readline().decode().strip():
            word, *rest = line.split()
            if word == "HELLO":
                file.write(b"SeedLink v3.1 (test)\r\nTest centre\r\n")
            elif word == "END":
                send(file, window)
                return
            else:
                known = (word, rest[:1]) != ("SELECT", ["HHN.D"])
                if word == "TIME":
                    times = [parse("{}-{}-{}T{}:{}:{}Z".format(*text.split(","))) for text in rest]
                    window = (times[0], times[1])
                file.write(b"OK\r\n" if known else b"ERROR\r\n")
            file.flush()


def talk_4(connection: socket.socket) -> None:
    with suppress(OSError), connection, connection.makefile("rwb") as file:
        window = (0, 0)
        while line := file.readline().decode().strip():
            word, *rest = line.split()
            if word == "HELLO":
                file.write(b"SeedLink v4.0 (test) :: SLPROTO:4.0 SLPROTO:3.1\r\nTest centre\r\n")
            elif word == "ENDFETCH":
                send_4(file, window)
                return
            else:
                known = line in ("SLPROTO 4.0", "STATION PF_RER", "SELECT _H_H_Z") or word == "DATA"
                if word == "DATA":
                    window = (parse(rest[1]), parse(rest[2]))
                file.write(b"OK\r\n" if known else b"ERROR ARGUMENTS unknown\r\n")
            file.flush()


def send_4(file, window: tuple[int, int]) -> None:
    """Records of 512 and of 4096 bytes, and something that is none in between."""
    low, high = max(window[0], HELD[0]), min(window[1], HELD[1])
    middle = (low + high) // 2 // SECOND * SECOND
    for length, span in ((512, (low, middle)), (4096, (middle, high))):
        data = wave(RER, *span, length=length) if span[0] < span[1] else b""
        for start in range(0, len(data), length):
            packet(file, b"2D", data[start : start + length])
        packet(file, b"JI", b"{}")
    file.write(b"END")
    file.flush()


def packet(file, kind: bytes, payload: bytes) -> None:
    name = b"PF_RER"
    file.write(b"SE" + kind + struct.pack("<IQB", len(payload), 7, len(name)) + name + payload)


def send(file, window: tuple[int, int]) -> None:
    low, high = max(window[0], HELD[0]), min(window[1], HELD[1])
    data = wave(RER, low, high) if low < high else b""
    for number in range(len(data) // 512):
        file.write(b"SL%06X" % number + data[number * 512 : number * 512 + 512])
    file.write(b"END")
    file.flush()


@contextmanager
def sftp(folder: Path, settings) -> Iterator[Parameters]:
    with sftp_server(folder) as parameters:
        yield parameters


@contextmanager
def sql_index(folder: Path, settings) -> Iterator[Parameters]:
    """A SQLite file as mseedindex writes it."""
    with closing(sqlite3.connect(folder / "index.sqlite")) as database, database:
        database.execute(f"CREATE TABLE tsindex ({COLUMNS})")
        for row in rows_of(folder, "[{}:{}]"):
            database.execute("INSERT INTO tsindex VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    yield {"path": str(folder / "index.sqlite"), "root": str(folder)}


@contextmanager
def sql_server(folder: Path, settings) -> Iterator[Parameters]:
    """The same in PostgreSQL, with its types."""
    dsn = make_dsn(**dsn_of(connection.settings_dict))
    with MonkeyPatch.context() as patch, closing(psycopg2.connect(dsn)) as database:
        database.autocommit = True
        cursor = database.cursor()
        cursor.execute(f"CREATE TABLE theirs ({COLUMNS.replace('timespans TEXT', 'timespans NUMRANGE[]')})")
        cursor.execute("ALTER TABLE theirs ALTER starttime TYPE timestamptz USING starttime::timestamptz")
        cursor.execute("ALTER TABLE theirs ALTER endtime TYPE timestamptz USING endtime::timestamptz")
        for row in rows_of(folder, '{{"[{},{}]"}}'):
            cursor.execute("INSERT INTO theirs VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", row)
        patch.setenv("SEALOG_SOURCE_SECRET_INDEX", dsn)
        try:
            yield {"secret": "INDEX", "table": "theirs", "root": str(folder)}
        finally:
            cursor.execute("DROP TABLE theirs")


def dsn_of(known: dict) -> dict[str, object]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {name: known[key] for name, key in names.items() if known[key]}


COLUMNS = (
    "network TEXT, station TEXT, location TEXT, channel TEXT, starttime TEXT, endtime TEXT, samplerate REAL, "
    "filename TEXT, byteoffset BIGINT, bytes BIGINT, timespans TEXT"
)


def rows_of(folder: Path, span: str) -> Iterator[list[object]]:
    """One row a file; ends are the times of last samples."""
    for file in sorted(folder.rglob("*.D.*")):
        (one,) = scan_file(file).segments
        low, high = one.start_ns, one.end_ns - SECOND // 20
        name = one.nslc
        times = [text(instant).removesuffix("Z") for instant in (low, high)]
        spans = span.format(f"{low / SECOND:.6f}", f"{high / SECOND:.6f}")
        codes = [name.network, name.station, name.location, name.channel]
        yield [*codes, *times, one.rate_hz, str(file.relative_to(folder)), 0, file.stat().st_size, spans]


WORLDS = {
    "FDSNWS": fdsnws,
    "LOCAL_DIR": local,
    "EIDA": eida,
    "SEEDLINK": seedlink,
    "SEEDLINK_4": seedlink_4,
    "HTTP_FOLDER": http_folder,
    "SFTP": sftp,
    "SQL_INDEX": sql_index,
    "SQL_SERVER": sql_server,
    "PROGRAM": program,
}
