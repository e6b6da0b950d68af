"""The forms of an answer: text, GeoCSV 2.0, JSON, lines for dataselect, and the text as a zip."""

import io
import json
import zipfile
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpResponse

from logging_core.shared import clock
from monitoring.serving.availability.columns import Column, Shown
from monitoring.serving.availability.rows import Row
from qualitycontrol.archive import instants

PLAIN = "text/plain; charset=utf-8"
Writer = Callable[[list[Row], Shown], HttpResponse]


def as_text(rows: list[Row], shown: Shown) -> HttpResponse:
    return HttpResponse(_table(rows, shown), content_type=PLAIN)


def _table(rows: list[Row], shown: Shown) -> str:
    """Columns as wide as their widest cell, parted by blanks; an empty location is `--`."""
    columns = shown.columns
    cells = [[column.cell(row) or "--" for column in columns] for row in rows]
    names = [column.name for column in columns]
    names[0] = f"#{names[0]}"
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    return "".join(_line(line, widths) for line in (names, *cells))


def _line(cells: list[str], widths: list[int]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() + "\n"


def as_geocsv(rows: list[Row], shown: Shown) -> HttpResponse:
    columns = shown.columns
    head = ["#dataset: GeoCSV 2.0", "#delimiter: |"]
    head += [f"#field_unit: {_joined(columns, 'unit')}", f"#field_type: {_joined(columns, 'kind')}"]
    lines = [*head, _joined(columns, "name"), *("|".join(column.cell(row) for column in columns) for row in rows)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/csv; charset=utf-8")


def _joined(columns: list[Column], part: str) -> str:
    return "|".join(getattr(column, part) for column in columns)


def as_request(rows: list[Row], shown: Shown) -> HttpResponse:
    """Bare lines `NET STA LOC CHA START END`: a body for dataselect."""
    lines = []
    for row in rows:
        codes = " ".join(code or "--" for code in row.nslc.split("."))
        lines.append(f"{codes} {instants.text(row.start_ns)} {instants.text(row.end_ns)}\n")
    return HttpResponse("".join(lines), content_type=PLAIN)


def as_zip(rows: list[Row], shown: Shown) -> HttpResponse:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("fdsnws-availability.txt", _table(rows, shown))
    answer = HttpResponse(data.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="fdsnws-availability.zip"'
    return answer


def as_json(rows: list[Row], shown: Shown) -> HttpResponse:
    sources = [_extent(row, shown) for row in rows] if shown.extent else _with_spans(rows, shown)
    told = {"created": clock.iso(clock.now()), "version": 1.0, "datasources": sources}
    return HttpResponse(json.dumps(told), content_type="application/json")


def _source(row: Row, shown: Shown) -> dict[str, Any]:
    told: dict[str, Any] = dict(
        zip(("network", "station", "location", "channel"), row.nslc.split("."), strict=True)
    )
    if shown.quality:
        told["quality"] = row.quality
    if shown.rate:
        told["samplerate"] = row.rate
    return told


def _extent(row: Row, shown: Shown) -> dict[str, Any]:
    times = {"earliest": instants.text(row.start_ns), "latest": instants.text(row.end_ns)}
    updated = instants.text(row.updated_ns)[:19] + "Z"
    return _source(row, shown) | times | {"updated": updated, "timespanCount": row.count, "restriction": "OPEN"}


def _with_spans(rows: list[Row], shown: Shown) -> list[dict[str, Any]]:
    """Rows that follow each other and are of one stream, quality and rate share an entry."""
    found = []
    for _, group in groupby(rows, lambda row: (row.nslc, row.quality, row.rate)):
        own = list(group)
        told = _source(own[0], shown)
        told["timespans"] = [[instants.text(row.start_ns), instants.text(row.end_ns)] for row in own]
        if shown.updated:
            told["updated"] = instants.text(max(row.updated_ns for row in own))[:19] + "Z"
        found.append(told)
    return found


WRITERS: dict[str, Writer] = {
    "text": as_text,
    "geocsv": as_geocsv,
    "json": as_json,
    "request": as_request,
    "zip": as_zip,
}
