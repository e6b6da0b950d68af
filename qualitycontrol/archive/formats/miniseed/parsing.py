"""The careful way into data: record by record through libmseed, over everything that is no record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from pymseed import MiniSEEDError, MS3Record

from qualitycontrol.archive.formats.miniseed.table import Table
from qualitycontrol.archive.sweep import period_ns

# What libmseed takes for the begin of a record: miniSEED 2 or 3.
BEGIN = re.compile(rb"[0-9 \0]{6}[DRQM][ \0]|MS\x03")
TEXT = 0


@dataclass
class _Rows:
    """Columns while they grow."""

    source_ids: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, ...]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    others: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, offset: int, record: MS3Record) -> None:
        name = source_id(record)
        if record.samplecnt <= 0 or record.samprate <= 0 or record.encoding == TEXT or name is None:
            self.others.append((offset, record.reclen, record.starttime))
            return
        stream = self.source_ids.setdefault(name, len(self.source_ids))
        end = record.endtime + period_ns(record.samprate)
        times = (record.starttime, end, record.samplecnt)
        self.rows.append(
            (stream, offset, record.reclen, *times, record.encoding, record.pubversion, record.formatversion)
        )
        self.rates.append(record.samprate)

    def table(self, data: bytes, examined: int, junk: int) -> Table:
        columns = np.array(self.rows, np.int64).reshape(-1, 9).T
        stream, offset, length, start, end, samples, encoding, version, form = columns
        return Table(
            data=data,
            source_ids=list(self.source_ids),
            stream=stream,
            offset=offset,
            length=length,
            start=start,
            end=end,
            samples=samples,
            rate=np.array(self.rates, np.float64),
            encoding=encoding,
            version=version,
            format=form,
            uniform=False,
            examined=examined,
            junk=junk,
            others=self.others,
        )


def source_id(record: MS3Record) -> str | None:
    """None when its codes are no text, as in a damaged header."""
    try:
        return record.sourceid
    except UnicodeDecodeError:
        return None


def careful_table(data: bytes, at_end: bool) -> Table:
    """Every record in `data`. With `at_end` false, a last one that is not whole yet is left unexamined."""
    rows, found, examined = _Rows(), 0, len(data)
    for offset, record in _records(data, at_end):
        if record is None:
            examined = offset
        else:
            found += record.reclen
            rows.add(offset, record)
    return rows.table(data, examined, junk=examined - found)


def _records(data: bytes, at_end: bool) -> Iterator[tuple[int, MS3Record | None]]:
    """Offset and record; at last, if more may follow, the offset of one that wants more bytes, with None."""
    offset, view = 0, memoryview(data)
    while (begin := BEGIN.search(data, offset)) is not None:
        offset = begin.start()
        try:
            record = MS3Record.parse(view[offset:])
        except MiniSEEDError as problem:
            if problem.status_code > 0:
                yield from _last(view[offset:], offset) if at_end else [(offset, None)]
                return
            offset += 1
        else:
            yield offset, record
            offset += record.reclen


def _last(view: memoryview, offset: int) -> Iterator[tuple[int, MS3Record]]:
    """A record without a length of its own (no blockette 1000) ends where the data ends; others are cut."""
    try:
        for record in MS3Record.from_buffer(view):
            yield offset, record
            offset += record.reclen
    except MiniSEEDError:
        return
