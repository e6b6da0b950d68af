"""The final archive as the completion sees it: what it misses, and how a patch gets into it."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from monitoring.inventory.models import NSLC
from monitoring.inventory.queries import open_spans
from monitoring.logs.book import Book
from qualitycontrol.archive import actions, merges, queries, rescanning
from qualitycontrol.archive.formats.miniseed import Table
from qualitycontrol.archive.formats.miniseed.samples import Style
from qualitycontrol.archive.models import Archive, Scan
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.sweep import Coverage

if TYPE_CHECKING:
    from monitoring.completion.models import Configuration
    from monitoring.completion.sources.models import Source
    from monitoring.completion.stack.models import Request

book = Book("stack")


class Unreadable(Refusal):
    """The archive cannot be looked at: asking for everything would be wrong."""

    status = 503


def rescan(
    actor: Actor,
    archive: Archive,
    streams: Iterable[NSLC],
    start_ns: int,
    end_ns: int,
    progress: rescanning.Progress = rescanning.nobody,
) -> Scan:
    """Read what changed of these streams and times. Raises Unreadable when the folder cannot be listed."""
    codes = [stream.code for stream in streams]
    scan = actions.rescan(
        actor=actor, archive=archive, start_ns=start_ns, end_ns=end_ns, nslcs=codes, progress=progress
    )
    if scan.state == Scan.FAILED:
        raise Unreadable(f"{archive.name} can not be scanned: {scan.cause}")
    return scan


def coverages(archive: Archive, streams: Iterable[NSLC], start_ns: int, end_ns: int) -> dict[str, Coverage]:
    """Gaps and overlaps by code, within the epochs, as the files were at the last scan or merge."""
    streams = list(streams)
    epochs = open_spans(streams, start_ns, end_ns)
    return queries.coverages(archive, epochs, start_ns, end_ns, epochs)


def missing(archive: Archive, streams: Iterable[NSLC], start_ns: int, end_ns: int) -> dict[str, list[Span]]:
    found = coverages(archive, streams, start_ns, end_ns)
    return {code: coverage.gaps for code, coverage in found.items()}


def open_time(streams: Iterable[NSLC], start_ns: int, end_ns: int) -> dict[str, list[Span]]:
    """All of the time in which the streams were open, whatever the archive holds."""
    return open_spans(streams, start_ns, end_ns)


def patch(
    request: "Request",
    source: "Source",
    stream: NSLC,
    table: Table,
    allowed: list[Span],
    configuration: "Configuration",
) -> list[Span]:
    """Fill `allowed` with the records of the stream; gives what has data since. Raises Refused, OSError."""
    rows = table.rows_of(stream.stream.source_id).tolist()
    days = merges.merge_patch(
        actor=Actor(request.created_by or "sealog", via="task"),
        archive=request.archive,
        nslc=stream.stream,
        patch=b"".join(table.record(row) for row in rows),
        allowed=allowed,
        style=style(configuration),
        replace=request.force,
        source=source.name,
        request=str(request.pk),
    )
    for day in days:
        for note in day.notes:
            book.add(logging.WARNING, f"{day.path}: {note}", request=request.pk, source=source.name)
    return [span for day in days for span in day.filled]


def style(configuration: "Configuration") -> Style:
    """How new records are written."""
    return Style(configuration.blocksize, configuration.compression_format, configuration.quality_label)
