"""What libmseed's own trace list finds in a file: the truth a scan is held against."""

from pathlib import Path

from pymseed import MiniSEEDError, MS3TraceList
from pymseed.mstracelist import MS3TraceID

Found = tuple[str, int, int, float, int]


def trace_list(path: Path) -> list[Found]:
    """Source id, start, end (last sample + one period), rate, samples of every segment with a rate."""
    try:
        with MS3TraceList(path, skip_not_data=True, split_version=True) as traces:
            return sorted(
                (
                    _name(trace),
                    segment.starttime,
                    segment.endtime + round(1e9 / segment.samprate),
                    segment.samprate,
                    segment.samplecnt,
                )
                for trace in traces
                for segment in trace
                if segment.samprate > 0
            )
    except MiniSEEDError:
        return []


def _name(trace: MS3TraceID) -> str:
    try:
        return trace.sourceid
    except UnicodeDecodeError:
        return ""
