"""CSV as existing servers write it, byte for byte, and in constant memory.

The columns are known only when all rows have been seen; so the finished cells wait in a temporary file.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.http.response import HttpResponseBase

from logging_core.compat import answers
from logging_core.compat.cells import cell, quoted
from logging_core.compat.errors import no_records
from logging_core.compat.flat import flat_event, flat_voyage

IN_MEMORY = 4 * 1024 * 1024
LINES_AT_A_TIME = 500
Row = dict[str, Any]


def events(parts: Iterator[list[Row]]) -> HttpResponseBase:
    """Events in parts, the first of which tells whether there are any."""
    first = next(parts, None)
    if not first:
        raise no_records()
    rows = (event for part in _again(first, parts) for event in part)
    return answers.streamed(event_table(rows), answers.TEXT)


def event_table(events: Iterable[Row]) -> Iterator[str]:
    return _table(map(flat_event, events), _event_columns)


def voyages(kind: str, records: list[Row]) -> HttpResponseBase:
    rows = (flat_voyage(kind, record) for record in records)
    return answers.streamed(_table(rows, lambda names: _voyage_columns(kind, names)), answers.TEXT)


def _again(first: list[Row], rest: Iterator[list[Row]]) -> Iterator[list[Row]]:
    yield first
    yield from rest


def _table(rows: Iterable[Row], in_order: Any) -> Iterator[str]:
    """`"id"` is always the first cell: it goes out at once, so that a long export is seen to have begun."""
    yield quoted("id")
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8") as waiting:
        columns = in_order(_collect(rows, waiting))
        yield "".join(f",{quoted(name)}" for name in columns[1:])
        waiting.seek(0)
        yield from _lines(waiting, columns)


def _collect(rows: Iterable[Row], waiting: IO[str]) -> set[str]:
    """Write each row's cells as they will stand; returns the names of all columns."""
    names: set[str] = set()
    for row in rows:
        names.update(row)
        cells = {name: cell(value) for name, value in row.items() if value is not None}
        waiting.write(json.dumps(cells) + "\n")
    return names


def _lines(waiting: IO[str], columns: list[str]) -> Iterator[str]:
    """No line end after the last line."""
    lines: list[str] = []
    for written in waiting:
        cells = json.loads(written)
        lines.append("\n" + ",".join([cells.get(name, "") for name in columns]))
        if len(lines) == LINES_AT_A_TIME:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _event_columns(names: set[str]) -> list[str]:
    first = ["id", "ts", "event_value", "event_author", "event_free_text"]
    if "cruise_id" in names:
        first.insert(1, "cruise_id")
    if "lowering_id" in names:
        first.insert(2, "lowering_id")
    rest = _sorted(names - set(first))
    options = [name for name in rest if name.startswith("event_option")]
    return [*first, *options, *(name for name in rest if not name.startswith("event_option"))]


def _voyage_columns(kind: str, names: set[str]) -> list[str]:
    first = ["id", f"{kind}_id", "start_ts", "stop_ts", f"{kind}_location", f"{kind}_tags"]
    return [*first, *_sorted(names - set(first))]


def _sorted(names: set[str]) -> list[str]:
    """By UTF-16 code units, as JavaScript sorts."""
    return sorted(names, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
