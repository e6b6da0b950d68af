"""CSV as existing servers write it, byte for byte, and in constant memory.

The columns are known only when all rows have been seen; so the finished cells wait in a temporary file.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from typing import IO

from logging_core.exchange.as_sealog.cells import quoted
from logging_core.exchange.as_sealog.flat import FlatRow, Names, Record, flat_event, flat_voyage

IN_MEMORY = 4 * 1024 * 1024
LINES_AT_A_TIME = 500
InOrder = Callable[[set[str]], list[str]]


def event_table(events: Iterable[Record]) -> Iterator[str]:
    return _table(map(flat_event, events), _event_columns)


def voyage_table(kind: str, records: Iterable[Record]) -> Iterator[str]:
    """Cruises or lowerings, as `kind` says."""
    return _table((flat_voyage(kind, record) for record in records), partial(_voyage_columns, kind))


def _table(rows: Iterator[FlatRow], in_order: InOrder) -> Iterator[str]:
    """`"id"` is always the first cell: it goes out at once, so that a long export is seen to have begun."""
    yield quoted("id")
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8") as waiting:
        layouts = _collect(rows, waiting)
        columns = in_order(set(chain.from_iterable(layouts)))
        yield "".join(f",{quoted(name)}" for name in columns[1:])
        waiting.seek(0)
        yield from _lines(waiting, [_line_maker(layout, columns) for layout in layouts])


def _collect(rows: Iterator[FlatRow], waiting: IO[str]) -> list[Names]:
    """Write the cells of each row behind the number of its layout; returns the layouts."""
    layouts: dict[Names, int] = {}
    while part := list(islice(rows, LINES_AT_A_TIME)):
        numbered = [(layouts.setdefault(names, len(layouts)), cells) for names, cells in part]
        waiting.write(json.dumps(numbered) + "\n")
    return list(layouts)


def _lines(waiting: IO[str], makers: list[Callable[[list[str]], str]]) -> Iterator[str]:
    """No line end after the last line."""
    for part in waiting:
        yield "".join(["\n" + makers[layout](cells) for layout, cells in json.loads(part)])


def _line_maker(layout: Names, columns: list[str]) -> Callable[[list[str]], str]:
    """Puts cells that stand in the order of their layout into the order of the table, with gaps between."""
    places = {name: place for place, name in enumerate(layout)}
    cells_in_order = itemgetter(*(places[name] for name in columns if name in places))
    pattern = ",".join("%s" if name in places else "" for name in columns)
    return lambda cells: pattern % cells_in_order(cells)


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
