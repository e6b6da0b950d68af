"""Samples out of records, and records out of samples."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pymseed import DataEncoding, MiniSEEDError, MS3Record, MS3TraceList, get_error_messages

from qualitycontrol.archive import grid
from qualitycontrol.archive.formats.miniseed.encodings import BLOCKSIZES, ENCODINGS, VERSIONS
from qualitycontrol.archive.formats.miniseed.table import Table
from qualitycontrol.archive.nslc import Nslc

TYPES = {"i": np.int32, "f": np.float32, "d": np.float64}
# What holds every value of a kind of samples, when the wanted encoding does not.
SAFE = {"i": DataEncoding.INT32, "f": DataEncoding.FLOAT32, "d": DataEncoding.FLOAT64}
FOR_INTEGERS = {DataEncoding.STEIM1, DataEncoding.STEIM2, DataEncoding.INT16, DataEncoding.INT32}


class Unreadable(ValueError):
    """A record whose samples cannot be read, or are not what its header says."""


@dataclass(frozen=True)
class Style:
    """How records are written: length in bytes (a power of two), encoding by name, quality letter."""

    blocksize: int = 4096
    encoding: str = "STEIM2"
    quality: str = "M"

    def __post_init__(self) -> None:
        for value, allowed in (
            (self.blocksize, BLOCKSIZES),
            (self.encoding, ENCODINGS),
            (self.quality, VERSIONS),
        ):
            if value not in allowed:
                raise ValueError(f"{value!r} must be one of {', '.join(map(str, allowed))}")


@dataclass(frozen=True)
class Piece:
    """Samples in a row: the first one's time in ns UTC, samples, rate in Hz."""

    start: int
    samples: np.ndarray
    rate: float

    def time(self, index: int) -> int:
        return grid.time_of(self.start, index, self.rate)

    @property
    def end(self) -> int:
        """Last sample + one period."""
        return self.time(len(self.samples))


def decoded(record: bytes) -> np.ndarray:
    """The samples of one record. Unreadable when they do not add up to what the record says."""
    try:
        read = MS3Record.parse(record, unpack_data=True)
    except MiniSEEDError as problem:
        raise Unreadable(str(problem)) from None
    if said := get_error_messages():
        raise Unreadable(said[-1])
    if read.numsamples != read.samplecnt or read.sampletype not in TYPES:
        raise Unreadable(f"{read.numsamples} samples of type {read.sampletype}, not {read.samplecnt}")
    return np.array(read.np_datasamples)


def all_readable(data: bytes) -> bool:
    """Whether the samples of every record of `data` add up; much faster than one by one."""
    try:
        with MS3TraceList(buffer=data, unpack_data=True) as traces:
            whole = all(segment.numsamples == segment.samplecnt for trace in traces for segment in trace)
            return whole and not get_error_messages()
    except MiniSEEDError:
        return False


def pieces(table: Table, rows: Iterable[int]) -> list[Piece]:
    """The samples of these records, those that continue each other in one piece."""
    single = (Piece(int(table.start[row]), decoded(table.record(row)), float(table.rate[row])) for row in rows)
    return joined(single)


def joined(parts: Iterable[Piece]) -> list[Piece]:
    """Pieces in order of time; those on one grid (to a tenth of a sample) without a hole become one."""
    groups: list[list[Piece]] = []
    for part in sorted(parts, key=lambda part: part.start):
        if groups and _continues(groups[-1][-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return [
        Piece(group[0].start, np.concatenate([part.samples for part in group]), group[0].rate) for group in groups
    ]


def _continues(before: Piece, after: Piece) -> bool:
    same = before.rate == after.rate and before.samples.dtype == after.samples.dtype
    return same and abs(after.start - before.end) * 10 * before.rate <= 1_000_000_000


def encoded(nslc: Nslc, piece: Piece, style: Style) -> Iterator[bytes]:
    """Records of miniSEED 2. Samples that the wanted encoding cannot hold are written in one that can."""
    kind = next(code for code, dtype in TYPES.items() if piece.samples.dtype == dtype)
    wanted = ENCODINGS[style.encoding]
    holds = wanted in FOR_INTEGERS if kind == "i" else wanted == SAFE[kind]
    try:
        records = list(_packed(nslc, piece, kind, style, wanted if holds else SAFE[kind]))
    except MiniSEEDError:
        records = list(_packed(nslc, piece, kind, style, SAFE[kind]))
    yield from records


def _packed(nslc: Nslc, piece: Piece, kind: str, style: Style, encoding: DataEncoding) -> Iterator[bytes]:
    traces = MS3TraceList()
    version = VERSIONS[style.quality]
    traces.add_data(
        nslc.source_id, piece.samples, kind, piece.rate, starttime=piece.start, publication_version=version
    )
    yield from traces.generate(max_record_length=style.blocksize, encoding=encoding, format_version=2)


CODES = {name: int(code) for name, code in ENCODINGS.items()}


def fits(table: Table, row: int, style: Style) -> bool:
    """Whether a record is already as it is to be written, but for its quality letter."""
    return bool(
        table.format[row] == 2
        and table.length[row] == style.blocksize
        and table.encoding[row] == CODES[style.encoding]
    )


def stamped(record: bytes, quality: str) -> bytes:
    """The same miniSEED 2 record with this quality letter, its only byte that changes."""
    return record[:6] + quality.encode() + record[7:]
