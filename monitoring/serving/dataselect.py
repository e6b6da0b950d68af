"""FDSN dataselect 1: miniSEED of an archive, cut to the sample, streamed."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from monitoring.serving.parameters import CODES, NODATA, TIMES, Parameter, flag, number, one_of
from monitoring.serving.question import Question
from monitoring.serving.selecting import Held, TooMuch, held, windows
from monitoring.serving.service import Service
from monitoring.serving.timespans import timespans
from qualitycontrol.archive import instants
from qualitycontrol.archive.cutting import cut_table
from qualitycontrol.archive.formats.miniseed import read_table
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span, common, union

log = logging.getLogger(__name__)
BEST = "B"
CHUNK = 64 * 1024
SERVICE = Service(
    "dataselect",
    "1.1.1",
    (
        *TIMES,
        *CODES,
        Parameter("quality", one_of("B", "D", "R", "Q", "M"), default=BEST, options=("B", "D", "R", "Q", "M")),
        Parameter("minimumlength", number, kind="xs:float", default="0"),
        Parameter("longestonly", flag, kind="xs:boolean", default="false"),
        Parameter("format", one_of("miniseed"), default="miniseed", options=("miniseed",)),
        NODATA,
    ),
)


def query(archive: Archive, asked: Question) -> HttpResponseBase:
    """The data, or 204. The first piece is read before the answer begins, so that an empty one is told as such."""
    told = asked.told
    quality = None if told["quality"] == BEST else told["quality"]
    rows = list(held(archive, windows(archive, asked.lines), frozenset(quality) if quality else None))
    _check_size(rows)
    spans = _spans(rows, told)
    pieces = _chunks(_records(Path(archive.root), rows, spans, quality))
    first = next(pieces, b"")
    if not first:
        return HttpResponse(status=204)
    answer = StreamingHttpResponse(_with(first, pieces), content_type="application/vnd.fdsn.mseed")
    start = instants.text(min(row.start_ns for row in rows))[:19].replace(":", "")
    answer["Content-Disposition"] = f'attachment; filename="fdsnws-dataselect_{start}.mseed"'
    return answer


def _check_size(rows: list[Held]) -> None:
    """Four bytes a sample is what an answer has at most; compressed it has about a third of it."""
    size = sum(4 * (row.end_ns - row.start_ns) * row.rate_hz / instants.SECOND for row in rows)
    if size > settings.FDSNWS_MAX_BYTES:
        most = settings.FDSNWS_MAX_BYTES // 1_000_000
        raise TooMuch(f"{size / 1e6:.0f} MB of samples; one question may ask for {most} MB at most")


def _spans(rows: list[Held], told: dict[str, Any]) -> dict[str, list[Span]]:
    """By stream what is sent: long enough pieces, or only the longest of each stream."""
    found: dict[str, list[Span]] = {}
    for span in timespans(rows):
        if span.end_ns - span.start_ns >= told["minimumlength"] * instants.SECOND:
            found.setdefault(span.nslc, []).append((span.start_ns, span.end_ns))
    if told["longestonly"]:
        return {code: [max(spans, key=lambda span: span[1] - span[0])] for code, spans in found.items()}
    return {code: union(spans) for code, spans in found.items()}


def _records(
    root: Path, rows: Iterable[Held], spans: dict[str, list[Span]], quality: str | None
) -> Iterator[bytes]:
    """File by file. One that is gone since the last scan is left out: what was there before it has been sent."""
    files: dict[tuple[str, str], list[Span]] = {}
    for row in rows:
        files.setdefault((row.nslc, row.path), []).append((row.start_ns, row.end_ns))
    for (code, path), inside in files.items():
        wanted = common(spans.get(code, []), inside)
        if not wanted:
            continue
        try:
            table = read_table((root / path).read_bytes())
        except OSError as problem:
            log.warning("%s is not served: %s", path, problem.strerror)
            continue
        for span in wanted:
            for record in cut_table(table, Nslc.parse(code), *span):
                if quality is None or _quality(record) == quality:
                    yield record


def _quality(record: bytes) -> str:
    """miniSEED 2 has a letter, miniSEED 3 a version that stands for one."""
    if record[:3] == b"MS\x03":
        return {1: "R", 2: "D", 3: "Q", 4: "M"}.get(record[32], "")
    return chr(record[6])


def _chunks(records: Iterator[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for record in records:
        waiting.append(record)
        size += len(record)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _with(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces
