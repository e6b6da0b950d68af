"""What a local folder holds, by the scanner of the archive; a file that did not change is not opened again."""

from collections.abc import Iterator
from pathlib import Path

from monitoring.completion.sources.models import LocalFile
from monitoring.completion.sources.selection import Selection
from monitoring.web.limits import Limits
from monitoring.web.trouble import temporary
from qualitycontrol.archive import instants
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.scanning import scan_file
from qualitycontrol.archive.spans import Span, inside
from qualitycontrol.archive.structures import Layout

Spans = dict[str, list[list[int]]]


def spans(root: Path, layout: Layout, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
    """Spans of the selections, cut to them. Raises Trouble when a file cannot be read."""
    for one in selections:
        days = (one.start_ns - instants.DAY, one.end_ns + instants.DAY)
        for path in layout.files(root, one.stream, *days):
            limits.check()
            found = [(start, end) for start, end in _known(path).get(str(one.stream), [])]
            for span in inside(found, one.start_ns, one.end_ns):
                yield one.stream, span


def _known(path: Path) -> Spans:
    try:
        stat = path.stat()
        row = LocalFile.objects.filter(path=str(path)).first()
        if row is None or (row.size, row.mtime_ns) != (stat.st_size, stat.st_mtime_ns):
            told = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "spans": _scanned(path)}
            row, _ = LocalFile.objects.update_or_create(path=str(path), defaults=told)
    except OSError as problem:
        raise temporary("no_connection", f"{path}: {problem.strerror}") from None
    return row.spans


def _scanned(path: Path) -> Spans:
    found: Spans = {}
    for segment in scan_file(path).segments:
        found.setdefault(str(segment.nslc), []).append([segment.start_ns, segment.end_ns])
    return found
