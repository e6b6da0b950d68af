"""Rows of many events in their order, with comments and aux data: constant memory, two or three queries a part."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from logging_core.events.models import Comment
from logging_core.events.queries import EventQuerySet

ROWS_AT_A_TIME = 2000
# By hand: the query language takes as long for 2,000 parameters and their records as the database itself.
AUX_DATA = """
SELECT event_id, data_source, data_array FROM logging_core_auxdata
WHERE retired_at IS NULL AND event_id = ANY(%s) ORDER BY ordinal
"""
COLUMNS = ("ordinal", "id", "author", "ts", "value", "options", "free_text")


@dataclass(slots=True)
class EventRow:
    """One event as it is exported. `aux_data` holds pairs of source and values."""

    ordinal: int
    id: str
    author: str
    ts: datetime
    value: str
    options: list[dict[str, Any]]
    free_text: str
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
        rows = [EventRow(*row) for row in _beyond(events, after).values_list(*COLUMNS)[begin : begin + wanted]]
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


def _add_comments(rows: list[EventRow]) -> None:
    texts: dict[int, list[str]] = defaultdict(list)
    living = Comment.objects.filter(event__in=[row.ordinal for row in rows], deleted=False)
    for event, text in living.order_by("ordinal").values_list("event_id", "text"):
        texts[event].append(text)
    for row in rows:
        row.comments = texts.get(row.ordinal, [])


def _add_aux_data(rows: list[EventRow]) -> None:
    values: dict[int, list[tuple[str, list[dict[str, Any]]]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(AUX_DATA, [[row.ordinal for row in rows]])
        for event, source, data in cursor.fetchall():
            values[event].append((source, json.loads(data)))
    for row in rows:
        row.aux_data = values.get(row.ordinal, [])
