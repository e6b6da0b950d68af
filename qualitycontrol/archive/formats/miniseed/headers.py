"""The fast way into a file: fixed headers of equal records as numpy columns.

It is taken for the file every digitizer and archiver writes: miniSEED 2, big endian, one stream, one rate, one
record length, blockette 1000 first and at most 1001 behind it. Anything else is left to libmseed (`parsing.py`),
which is also what this one is tested against.
"""

import numpy as np
from pymseed import MiniSEEDError, MS3Record

from qualitycontrol.archive.formats.miniseed.leap_seconds import near_leap_second
from qualitycontrol.archive.formats.miniseed.parsing import source_id
from qualitycontrol.archive.formats.miniseed.table import Int, Table

HEAD = np.dtype(
    [
        ("sequence", "u1", 6),
        ("quality", "u1"),
        ("blank", "u1"),
        ("stream", "V12"),
        ("year", ">u2"),
        ("day", ">u2"),
        ("hour", "u1"),
        ("minute", "u1"),
        ("second", "u1"),
        ("unused", "u1"),
        ("tick", ">u2"),
        ("samples", ">u2"),
        ("rate", "V4"),
        ("activity", "u1"),
        ("io", "u1"),
        ("flags", "u1"),
        ("blockettes", "u1"),
        ("correction", ">i4"),
        ("data", ">u2"),
        ("first", ">u2"),
        ("type", ">u2"),
        ("next", ">u2"),
        ("encoding", "u1"),
        ("order", "u1"),
        ("exponent", "u1"),
        ("reserved", "u1"),
        ("type2", ">u2"),
        ("next2", ">u2"),
        ("timing", "u1"),
        ("microsecond", "i1"),
        ("reserved2", "u1"),
        ("frames", "u1"),
    ]
)
SAME = ("stream", "quality", "rate", "blockettes", "first", "type", "next", "encoding", "order", "exponent")
INTEGER_OR_FLOAT = range(1, 33)
SECOND = 1_000_000_000


def fast_table(data: bytes) -> Table | None:
    """The records of `data` when it is such a file; its last, unfinished record is left unexamined."""
    first = _first_record(data)
    if first is None:
        return None
    count = len(data) // first.reclen
    head = np.frombuffer(data, np.uint8, count * first.reclen).reshape(count, first.reclen)[:, : HEAD.itemsize]
    rows = np.ascontiguousarray(head).view(HEAD)[:, 0]
    if not _plain(rows, first):
        return None
    start = _starts(rows)
    samples = rows["samples"].astype(np.int64)
    end = _ends(start, samples, first.samprate)
    if near_leap_second(int(start.min()), int(end.max())):
        return None
    return _table(data, first, start, end, samples)


def _first_record(data: bytes) -> MS3Record | None:
    if len(data) < HEAD.itemsize or data[6:7] not in (b"D", b"R", b"Q", b"M"):
        return None
    try:
        record = MS3Record.parse(data)
    except MiniSEEDError:
        return None
    plain = record.formatversion == 2 and record.samprate > 0 and record.encoding in INTEGER_OR_FLOAT
    return record if plain and record.reclen >= 128 and source_id(record) else None


def _plain(rows: np.ndarray, first: MS3Record) -> bool:
    """Whether every header is one that this module reads as libmseed does."""
    lead = rows[0]
    if any(not (rows[name] == lead[name]).all() for name in SAME):
        return False
    if (
        lead["type"] != 1000
        or lead["first"] != 48
        or lead["order"] != 1
        or 1 << int(lead["exponent"]) != first.reclen
    ):
        return False
    return _one_or_two_blockettes(rows) and _valid_times(rows) and _valid_marks(rows)


def _one_or_two_blockettes(rows: np.ndarray) -> bool:
    lead = rows[0]
    if lead["blockettes"] == 1:
        return lead["next"] == 0
    return bool(
        lead["blockettes"] == 2
        and lead["next"] == 56
        and (rows["type2"] == 1001).all()
        and (rows["next2"] == 0).all()
    )


def _valid_times(rows: np.ndarray) -> bool:
    """Times libmseed takes; second 60 and corrections not yet applied are its own business."""
    applied = (rows["activity"] & 2).astype(bool)
    return bool(
        ((rows["year"] >= 1920) & (rows["year"] <= 2050)).all()
        and ((rows["day"] >= 1) & (rows["day"] <= 366)).all()
        and (rows["hour"] <= 23).all()
        and (rows["minute"] <= 59).all()
        and (rows["second"] <= 59).all()
        and (rows["tick"] <= 9999).all()
        and (applied | (rows["correction"] == 0)).all()
    )


def _valid_marks(rows: np.ndarray) -> bool:
    """Digits, blanks or NULs as sequence, blank or NUL behind the quality, and samples in every record."""
    sequence = rows["sequence"]
    digits = ((sequence >= 48) & (sequence <= 57)) | (sequence == 32) | (sequence == 0)
    return bool(digits.all() and np.isin(rows["blank"], (0, 32)).all() and (rows["samples"] > 0).all())


def _starts(rows: np.ndarray) -> Int:
    def whole(name: str) -> Int:
        return rows[name].astype(np.int64)

    years = (whole("year") - 1970).astype("datetime64[Y]")
    days = years.astype("datetime64[D]").astype(np.int64) + whole("day") - 1
    seconds = ((days * 24 + whole("hour")) * 60 + whole("minute")) * 60 + whole("second")
    starts = seconds * SECOND + whole("tick") * 100_000
    return starts + whole("microsecond") * 1000 if rows[0]["blockettes"] == 2 else starts


def _ends(start: Int, samples: Int, rate: float) -> Int:
    """Last sample as libmseed works it out, plus one period."""
    last = np.floor((samples - 1) * (SECOND / rate) + 0.5).astype(np.int64)
    return start + last + round(SECOND / rate)


def _table(data: bytes, first: MS3Record, start: Int, end: Int, samples: Int) -> Table:
    count, length = len(start), first.reclen

    def column(value: int) -> Int:
        return np.full(count, value, np.int64)

    return Table(
        data=data,
        source_ids=[first.sourceid],
        stream=column(0),
        offset=np.arange(count, dtype=np.int64) * length,
        length=column(length),
        start=start,
        end=end,
        samples=samples,
        rate=np.full(count, first.samprate),
        encoding=column(first.encoding),
        version=column(first.pubversion),
        format=column(2),
        examined=count * length,
        junk=0,
    )
