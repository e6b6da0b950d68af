"""Waveforms whose every sample is known: its value follows from its time, so that a patch can be checked."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pymseed import DataEncoding, MS3Record, MS3TraceList

from qualitycontrol.archive.instants import DAY, day_of, days, start_of
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.structures import named

SECOND = 1_000_000_000
HOUR = 3600 * SECOND
RATE = 20.0  # Hz
RER = Nslc("PF", "RER", "", "HHZ")


def at(text: str) -> int:
    """`2024-05-10T13:00:00` as ns."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * SECOND


def values(start: int, count: int, rate: float = RATE, shift: int = 0) -> np.ndarray:
    first = round(start * rate / SECOND)
    return (np.arange(first, first + count) * 7919 % 10007 + shift).astype(np.int32)


def wave(stream: Nslc, start: int, end: int, *, rate: float = RATE, shift: int = 0, length: int = 512) -> bytes:
    """miniSEED 2 records of [start, end); none runs over midnight, where libmseed would insert a leap second."""
    parts = [(max(start, start_of(day)), min(end, start_of(day) + DAY)) for day in days(start, end)]
    return b"".join(_wave(stream, *part, rate, shift, length) for part in parts)


def _wave(stream: Nslc, start: int, end: int, rate: float, shift: int, length: int) -> bytes:
    record = MS3Record()
    record.sourceid = stream.source_id
    record.samprate, record.starttime = rate, start
    record.formatversion, record.reclen, record.encoding, record.pubversion = 2, length, DataEncoding.STEIM2, 2
    samples = values(start, round((end - start) * rate / SECOND), rate, shift)
    return b"".join(bytes(made) for made in record.generate(data_samples=samples, sample_type="i"))


def store(root: Path, stream: Nslc, *spans: tuple[int, int], rate: float = RATE, shift: int = 0) -> None:
    """Write spans into an SDS folder, each cut at midnight; an existing day file grows."""
    for start, end in spans:
        for day in days(start, end):
            begin = start_of(day)
            path = root / named("SDS").path(stream, day)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                low, high = max(start, begin), min(end, begin + DAY)
                file.write(wave(stream, low, high, rate=rate, shift=shift, length=4096))


def samples(root: Path, stream: Nslc, start: int, end: int) -> dict[int, int]:
    """Time and value of each sample an SDS folder holds in [start, end), as read by libmseed alone.

    A time that comes twice fails: then there is an overlap.
    """
    found: dict[int, int] = {}
    for day in days(start, end):
        path = root / named("SDS").path(stream, day)
        if not path.exists():
            continue
        traces = MS3TraceList.from_file(str(path), unpack_data=True)
        for trace in traces:
            for segment in trace:
                for number, value in enumerate(segment.np_datasamples.tolist()):
                    time = segment.starttime + round(number * SECOND / segment.samprate)
                    if start <= time < end:
                        assert time not in found, f"sample at {time} twice"
                        found[time] = value
    return found


def day_text(instant: int) -> str:
    return day_of(instant).isoformat()
