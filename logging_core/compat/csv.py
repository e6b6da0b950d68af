"""Answers in CSV (the format itself: `exchange.as_sealog.table`)."""

from collections.abc import Iterator
from itertools import chain

from django.http.response import HttpResponseBase

from logging_core.compat import answers
from logging_core.compat.errors import no_records
from logging_core.exchange.as_sealog.flat import Record
from logging_core.exchange.as_sealog.table import event_table, voyage_table


def events(parts: Iterator[list[Record]]) -> HttpResponseBase:
    """Events in parts, the first of which tells whether there are any."""
    first = next(parts, None)
    if not first:
        raise no_records()
    rows = chain.from_iterable(chain([first], parts))
    return answers.streamed(event_table(rows), answers.TEXT)


def voyages(kind: str, records: list[Record]) -> HttpResponseBase:
    return answers.streamed(voyage_table(kind, records), answers.TEXT)
