"""Records to segments: runs of records of one stream, quality and rate that continue each other.

libmseed's trace list does it, so that records out of order find their place and the end of a segment is that of
its last record, drift included. Where the records simply follow each other its answer is worked out here, faster.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import numpy as np
from pymseed import MS3TraceList

from qualitycontrol.archive.formats.miniseed.table import Table
from qualitycontrol.archive.sweep import period_ns


class Run(NamedTuple):
    """[start, end) in ns UTC, end = last sample + one period; rate in Hz."""

    source_id: str
    version: int
    start: int
    end: int
    rate: float
    samples: int


def runs(table: Table) -> list[Run]:
    """The segments of a table, by stream, then by time."""
    if not len(table):
        return []
    simple = _simple_runs(table)
    return simple if simple is not None else list(_libmseed_runs(table))


def _simple_runs(table: Table) -> list[Run] | None:
    """Segments of records in order of time, one stream, rate and quality; None when they are not such."""
    same = (table.stream == 0).all() and _one(table.rate) and _one(table.version)
    if not same:
        return None
    period = period_ns(rate := float(table.rate[0]))
    steps = table.start[1:] - table.end[:-1]
    breaks = np.flatnonzero(2 * np.abs(steps) > period)
    if (steps[breaks] < 0).any() or (np.diff(table.start) <= 0).any():
        return None
    first = np.concatenate(([0], breaks + 1))
    last = np.concatenate((breaks, [len(table) - 1]))
    counts = np.add.reduceat(table.samples, first)
    spans = zip(table.start[first].tolist(), table.end[last].tolist(), counts.tolist(), strict=True)
    return [
        Run(table.source_ids[0], int(table.version[0]), start, end, rate, count) for start, end, count in spans
    ]


def _one(column: np.ndarray) -> bool:
    return bool((column == column[0]).all())


def _libmseed_runs(table: Table) -> Iterator[Run]:
    with _trace_list(table) as traces:
        for trace in traces:
            for segment in trace:
                rate = segment.samprate
                end = segment.endtime + period_ns(rate)
                yield Run(trace.sourceid, trace.pubversion, segment.starttime, end, rate, segment.samplecnt)


def _trace_list(table: Table) -> MS3TraceList:
    if table.uniform:
        return MS3TraceList(buffer=memoryview(table.data)[: table.examined], split_version=True)
    clean = b"".join(table.record(row) for row in range(len(table)))
    # Slower, but only from a stream a last record without a length of its own is taken.
    return MS3TraceList.from_filelike(BytesIO(clean), split_version=True)
