"""What an index in SQL may not lead to."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from logging_core.shared.errors import BadInput
from monitoring.completion.sources.kinds import make
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble
from tests.monitoring.completion.sources.test_kinds import COLUMNS
from tests.monitoring.waves import RER, SECOND, at

START = at("2024-05-10T00:00:00")


def index(places: Path, file: str, spans: str | None = None) -> dict[str, str]:
    times = ("2024-05-10T00:00:00.000000", "2024-05-10T00:59:59.950000")
    with closing(sqlite3.connect(places / "index.sqlite")) as database, database:
        database.execute(f"CREATE TABLE tsindex ({COLUMNS})")
        row = ["PF", "RER", "", "HHZ", *times, 20.0, file, 0, 10**6, spans]
        database.execute("INSERT INTO tsindex VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return {"path": str(places / "index.sqlite")}


@pytest.mark.parametrize("file", ["/etc/passwd", "../../../etc/passwd", "relative"])
def test_files_outside_of_the_roots_are_not_read(places: Path, file: str) -> None:
    plugin = make("SQL_INDEX", index(places, file))
    with Sink(places / "answer", Limits(10**6, 10)) as sink, pytest.raises(Trouble) as problem:
        plugin.fetch([Selection(RER, START, START + SECOND)], sink, places)
    assert (problem.value.outcome, problem.value.reason) == (Outcome.PERMANENT, "not_allowed")


def test_rows_without_spans_count_as_whole(places: Path) -> None:
    plugin = make("SQL_INDEX", index(places, "x"))
    said = list(plugin.availability([Selection(RER, START, START + 7200 * SECOND)], Limits(10**6, 10)))
    assert said == [(RER, (START, START + 3600 * SECOND))]


@pytest.mark.parametrize(
    "wrong", [{"path": "/etc/passwd"}, {"table": "tsindex; DROP TABLE x"}, {"table": 'a"b'}, {"root": "/"}]
)
def test_wrong_parameters_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=next(iter(wrong))):
        make("SQL_INDEX", wrong)


def test_an_index_that_is_away_or_none_is_told(places: Path) -> None:
    for told, reason in (({"path": str(places / "none")}, "no_connection"), ({}, "bad_parameters")):
        with pytest.raises(Trouble) as problem:
            make("SQL_INDEX", told).probe(Limits(10**6, 10))
        assert problem.value.reason == reason
    (places / "text").write_text("no database at all, but long enough to be looked at by SQLite" * 20)
    with pytest.raises(Trouble, match="the index can not be read"):
        make("SQL_INDEX", {"path": str(places / "text")}).probe(Limits(10**6, 10))
