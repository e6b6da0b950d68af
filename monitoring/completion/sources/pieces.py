"""What a fetch really brought: whole records of the streams and times that were asked for."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

from monitoring.completion.sources.selection import Selection
from monitoring.web.trouble import temporary
from qualitycontrol.archive.formats.miniseed import Table, read_table
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span, inside, union


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The records of a fetched file, to be read inside the block; the file is mapped, not loaded.

    Raises Trouble when the file breaks off or holds something else.
    """
    if not path.stat().st_size:
        yield read_table(b"")
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        table = read_table(cast(bytes, data))  # a map of a file reads like bytes
        if table.junk:
            raise temporary("cut", f"{table.junk} bytes of the answer are no whole miniSEED record")
        yield table


def spans_of(table: Table, stream: Nslc) -> list[Span]:
    """What the records of one stream cover, merged."""
    rows = table.rows_of(stream.source_id)
    return union(zip(table.start[rows].tolist(), table.end[rows].tolist(), strict=True))


def write(table: Table, selections: list[Selection], path: Path) -> tuple[int, int]:
    """The records that touch the selections, whole, into a file; gives its size and its CRC-32."""
    size = checksum = 0
    with path.open("wb") as file:
        for row in np.flatnonzero(_touching(table, selections)).tolist():
            record = table.record(row)
            file.write(record)
            size, checksum = size + len(record), crc32(record, checksum)
    return size, checksum


def _touching(table: Table, selections: list[Selection]) -> npt.NDArray[np.bool_]:
    numbers = {name: number for number, name in enumerate(table.source_ids)}
    chosen = np.zeros(len(table), bool)
    for one in selections:
        stream = table.stream == numbers.get(one.stream.source_id, -1)
        chosen |= stream & (table.end > one.start_ns) & (table.start < one.end_ns)
    return chosen


def unwanted(table: Table, selections: list[Selection]) -> Counter[str]:
    """By cause, how many records nobody asked for: of another stream, or of another time."""
    found: Counter[str] = Counter()
    streams = {selection.stream.source_id for selection in selections}
    for number, name in enumerate(table.source_ids):
        count = int((table.stream == number).sum())
        if name not in streams:
            found["other_stream"] += count
        elif not _touches(table, number, selections):
            found["other_time"] += count
    return found


def _touches(table: Table, number: int, selections: list[Selection]) -> bool:
    rows = table.stream == number
    spans = union(zip(table.start[rows].tolist(), table.end[rows].tolist(), strict=True))
    name = table.source_ids[number]
    return any(inside(spans, one.start_ns, one.end_ns) for one in selections if one.stream.source_id == name)
