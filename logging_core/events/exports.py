"""Rows of many events in their order, with comments and aux data: constant memory, two or three queries a part."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from logging_core.events.queries import EventQuerySet

ROWS_AT_A_TIME = 2000
COLUMNS = ("ordinal", "id", "author", "ts", "value", "free_text", Cast("options", TextField()))
# By hand: the query language takes as long for 2,000 parameters and their records as the database itself.
COMMENTS = """
SELECT event_id, text FROM logging_core_comment
WHERE NOT deleted AND event_id = ANY(%s) ORDER BY ordinal
"""
AUX_DATA = """
SELECT event_id, data_source, data_array FROM logging_core_auxdata
WHERE retired_at IS NULL AND event_id = ANY(%s) ORDER BY ordinal
"""


@dataclass(slots=True)
class EventRow:
    """One event as it is exported. `aux_data` holds pairs of source and values."""

    ordinal: int
    id: str
    author: str
    ts: datetime
    value: str
    free_text: str
    options: list[dict[str, Any]]
    comments: list[str] = field(default_factory=list)
    aux_data: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)


def event_rows(
    events: EventQuerySet, *, offset: int = 0, limit: int | None = None, with_aux_data: bool = False
) -> Iterator[list[EventRow]]:
    """Parts of the events of a query ordered by time (`matching` does that), each no larger than ROWS_AT_A_TIME.

    A part begins after the last row of the one before, by its place in the index, never by counting rows.
    """
    left = limit
    after: EventRow | None = None
    while left is None or left > 0:
        wanted = ROWS_AT_A_TIME if left is None else min(left, ROWS_AT_A_TIME)
        begin = offset if after is None else 0
        rows = _rows(_beyond(events, after)[begin : begin + wanted])
        if rows:
            _add_comments(rows)
            if with_aux_data:
                _add_aux_data(rows)
            yield rows
        if len(rows) < wanted:
            return
        after, left = rows[-1], None if left is None else left - wanted


def _beyond(events: EventQuerySet, row: EventRow | None) -> EventQuerySet:
    if row is None:
        return events
    if events.query.order_by[:1] == ("-ts",):
        return events.filter(Q(ts__lt=row.ts) | Q(ordinal__lt=row.ordinal), ts__lte=row.ts)
    return events.filter(Q(ts__gt=row.ts) | Q(ordinal__gt=row.ordinal), ts__gte=row.ts)


def _rows(events: EventQuerySet) -> list[EventRow]:
    found: list[Any] = list(events.values_list(*COLUMNS))
    options = _parsed(row[-1] for row in found)
    return [
        EventRow(ordinal, id, author, ts, value, free_text, answers)
        for (ordinal, id, author, ts, value, free_text, _), answers in zip(found, options, strict=True)
    ]


def _add_comments(rows: list[EventRow]) -> None:
    texts: dict[int, list[str]] = defaultdict(list)
    for event, text in _about(rows, COMMENTS):
        texts[event].append(text)
    for row in rows if texts else ():
        row.comments = texts.get(row.ordinal, [])


def _add_aux_data(rows: list[EventRow]) -> None:
    values: dict[int, list[tuple[str, list[dict[str, Any]]]]] = defaultdict(list)
    found = _about(rows, AUX_DATA)
    measured = _parsed(data for _, _, data in found)
    for (event, source, _), data in zip(found, measured, strict=True):
        values[event].append((source, data))
    for row in rows:
        row.aux_data = values.get(row.ordinal, [])


def _about(rows: list[EventRow], statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.ordinal for row in rows]])
        return cursor.fetchall()


def _parsed(texts: Iterable[str]) -> list[Any]:
    """Many JSON values in one go, which takes half the time of one after the other."""
    return json.loads(f"[{','.join(texts)}]")
