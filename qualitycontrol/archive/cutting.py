"""What an archive has of a stream between two times, as miniSEED records cut to the sample."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from qualitycontrol.archive import grid, instants
from qualitycontrol.archive.formats.miniseed import Table, read_table
from qualitycontrol.archive.formats.miniseed.samples import Piece, Unreadable, decoded, encoded
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.remaining import style_of
from qualitycontrol.archive.structures import Layout


def cut(root: Path, layout: Layout, nslc: Nslc, start_ns: int, end_ns: int) -> Iterator[bytes]:
    """Records of the stream in [start_ns, end_ns): whole ones byte for byte, those at the edges cut and encoded.

    The files of the day before and after are looked into as well, since records run over midnight. Overlaps and
    gaps are given as they are. OSError when a file cannot be read.
    """
    yield from cut_files(
        layout.files(root, nslc, start_ns - instants.DAY, end_ns + instants.DAY), nslc, start_ns, end_ns
    )


def cut_files(files: Iterable[Path], nslc: Nslc, start_ns: int, end_ns: int) -> Iterator[bytes]:
    """The same from given files, one of them in memory at a time."""
    for path in files:
        yield from cut_table(read_table(path.read_bytes()), nslc, start_ns, end_ns)


def cut_table(table: Table, nslc: Nslc, start_ns: int, end_ns: int) -> Iterator[bytes]:
    for row in table.rows_of(nslc.source_id).tolist():
        if table.end[row] <= start_ns or table.start[row] >= end_ns:
            continue
        first, stop = _indices(table, row, start_ns, end_ns)
        if (first, stop) == (0, table.samples[row]):
            yield table.record(row)
        elif first < stop:
            yield from _part(table, row, nslc, first, stop)


def _indices(table: Table, row: int, start_ns: int, end_ns: int) -> tuple[int, int]:
    """First and one past the last sample of a record in [start_ns, end_ns)."""
    start, rate = int(table.start[row]), float(table.rate[row])
    first, stop = (grid.index_at(start, rate, instant) for instant in (start_ns, end_ns))
    return max(first, 0), min(stop, int(table.samples[row]))


def _part(table: Table, row: int, nslc: Nslc, first: int, stop: int) -> Iterator[bytes]:
    """A record that cannot be read cannot be cut; it is left out."""
    try:
        samples = decoded(table.record(row))[first:stop]
    except Unreadable:
        return
    rate = float(table.rate[row])
    start = grid.time_of(int(table.start[row]), first, rate)
    yield from encoded(nslc, Piece(start, samples, rate), style_of(table, row))
