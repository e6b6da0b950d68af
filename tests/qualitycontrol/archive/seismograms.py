"""miniSEED made for tests: by libmseed itself, so that what we read was not written by us."""

from datetime import date

import numpy as np
from pymseed import DataEncoding, MS3Record

from qualitycontrol.archive import instants
from qualitycontrol.archive.formats.miniseed import read_table
from qualitycontrol.archive.formats.miniseed.samples import decoded
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

SECOND, DAY = instants.SECOND, instants.DAY
STREAM = Nslc("XX", "STA", "00", "BHZ")
OTHER = Nslc("XX", "STA", "00", "BHN")
FIRST = date(2024, 2, 10)
T0 = instants.start_of(FIRST)


def counting(start: int, count: int, rate: float = 10.0) -> np.ndarray:
    """Samples that tell their own time, so that a sample in the wrong place is seen."""
    first = round((start - T0) * rate / SECOND)
    return ((np.arange(first, first + count) * 7) % 1009).astype(np.int32)


def records(
    start: int,
    count: int,
    *,
    rate: float = 10.0,
    nslc: Nslc = STREAM,
    blocksize: int = 512,
    version: int = 2,
    quality: int = 2,
    encoding: DataEncoding = DataEncoding.STEIM2,
    samples: np.ndarray | None = None,
) -> list[bytes]:
    record = MS3Record()
    record.sourceid = nslc.source_id
    record.starttime = start
    record.samprate = rate
    record.encoding = encoding
    record.reclen = blocksize
    record.formatversion = version
    record.pubversion = quality
    data = counting(start, count, rate) if samples is None else samples
    kind = {"int32": "i", "float32": "f", "float64": "d"}[str(data.dtype)]
    return list(record.generate(data_samples=data, sample_type=kind))


def data(start: int, count: int, **how) -> bytes:
    return b"".join(records(start, count, **how))


def samples_of(content: bytes, nslc: Nslc = STREAM) -> dict[int, int]:
    """Every sample of a stream by its time; a time that comes twice is an error of the test."""
    table = read_table(content)
    found: dict[int, int] = {}
    for row in table.rows_of(nslc.source_id).tolist():
        start, rate = int(table.start[row]), float(table.rate[row])
        for index, value in enumerate(decoded(table.record(row)).tolist()):
            time = start + round(index * SECOND / rate)
            assert time not in found, instants.text(time)
            found[time] = value
    return found


def seconds(*spans: tuple[float, float]) -> list[Span]:
    """Spans in seconds since T0 as ns."""
    return [(T0 + round(low * SECOND), T0 + round(high * SECOND)) for low, high in spans]
