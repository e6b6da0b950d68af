"""Tables as annotated CSV: a block for each kind of columns, each with its annotations."""

import csv
import io
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from tests.support.flux import Table

FIXED = ("result", "table", "_start", "_stop", "_time", "_value", "_field", "_measurement")
TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def annotated(tables: list[Table]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    numbered = list(enumerate(tables))
    for (value_type, tags), block in groupby(numbered, key=lambda one: _shape(one[1])):
        _head(writer, value_type, tags)
        for number, table in block:
            _rows(writer, number, table, tags)
        out.write("\r\n")
    return out.getvalue()


def _shape(table: Table) -> tuple[str, tuple[str, ...]]:
    row = table.rows[0]
    return TYPES[type(row.value)], tuple(sorted(row.tags))


def _head(writer: Any, value_type: str, tags: tuple[str, ...]) -> None:
    moment, more = "dateTime:RFC3339", len(tags)
    writer.writerow(["#datatype", "string", "long", moment, moment, moment, value_type, *["string"] * (2 + more)])
    writer.writerow(["#group", "false", "false", "true", "true", "false", "false", *["true"] * (2 + more)])
    writer.writerow(["#default", "_result", *[""] * (7 + more)])
    writer.writerow(["", *FIXED, *tags])


def _rows(writer: Any, number: int, table: Table, tags: tuple[str, ...]) -> None:
    for row in table.rows:
        value = str(row.value).lower() if isinstance(row.value, bool) else row.value
        told = [_time(table.start), _time(table.stop), _time(row.time), value, row.field, row.measurement]
        writer.writerow(["", "", number, *told, *(row.tags[tag] for tag in tags)])


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""
