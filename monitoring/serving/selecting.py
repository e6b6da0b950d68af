"""Which segments of an archive somebody asks for."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from logging_core.shared.errors import Refusal
from monitoring.serving.question import Line
from qualitycontrol.archive import queries
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span, inside, union

MOST_SEGMENTS = 1_000_000
TOGETHER = 200  # streams or times in one question to the database
Windows = dict[str, list[Span]]


class TooMuch(Refusal):
    """The answer would be too large: the asker splits the question."""

    status = 413


class Held(NamedTuple):
    """One stored segment, cut to what was asked for, and the file it lies in. Times in ns."""

    nslc: str
    start_ns: int
    end_ns: int
    quality: str
    rate_hz: float
    updated_ns: int
    path: str
    samples: int


def windows(archive: Archive, lines: list[Line]) -> Windows:
    """Of each stream the archive holds, the times that are asked for; sorted, without doubles."""
    found: dict[str, list[Span]] = {}
    for code in queries.streams(archive):
        stream = Nslc.parse(code)
        spans = union(line.span for line in lines if line.wants(stream))
        if spans:
            found[code] = spans
    return found


def held(archive: Archive, wanted: Windows, qualities: frozenset[str] | None = None) -> Iterator[Held]:
    """Segments by stream and time, cut to the windows. TooMuch when there are more than a million."""
    rows = archive.segments.filter(quality__in=qualities) if qualities else archive.segments.all()
    count = 0
    for start in range(0, len(wanted), TOGETHER):
        codes = sorted(wanted)[start : start + TOGETHER]
        found = rows.filter(_asked({code: wanted[code] for code in codes})).order_by("nslc", "start_ns", "end_ns")
        names = ("nslc", "start_ns", "end_ns", "quality", "rate_hz", "file__mtime_ns", "file__path", "samples")
        for row in found.values_list(*names).iterator(chunk_size=5000):
            count += 1
            if count > MOST_SEGMENTS:
                raise TooMuch(f"more than {MOST_SEGMENTS} segments; ask for less time or fewer streams")
            yield from _cut(Held(*row), wanted[row[0]])


def _asked(wanted: Windows) -> Q:
    """All streams between the first and last time; single times where they are few and far apart."""
    if sum(map(len, wanted.values())) <= TOGETHER:
        asked = Q()
        for code, spans in wanted.items():
            for start, end in spans:
                asked |= Q(nslc=code, start_ns__lt=end, end_ns__gt=start)
        return asked
    first = min(spans[0][0] for spans in wanted.values())
    last = max(spans[-1][1] for spans in wanted.values())
    return Q(nslc__in=list(wanted), start_ns__lt=last, end_ns__gt=first)


def _cut(row: Held, spans: list[Span]) -> Iterator[Held]:
    for span in spans:
        for start, end in inside([(row.start_ns, row.end_ns)], *span):
            yield row._replace(start_ns=start, end_ns=end)
