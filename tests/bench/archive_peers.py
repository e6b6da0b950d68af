"""Ways of finding gaps in an archive: ours, plain pymseed, ObsPy's headers as the older product read them."""

from collections import defaultdict

import obspy
from pymseed import MS3TraceList

from qualitycontrol.archive import instants, structures
from qualitycontrol.archive.report import report
from qualitycontrol.archive.scanning import Segment
from qualitycontrol.archive.sweep import sweep

SDS = structures.named("SDS")


def ours(root, streams, start, end):
    return report(root, SDS, start, end).as_json()


def plain_pymseed(root, streams, start, end):
    """The trace list of each file, and the same sweep."""
    found = {"gaps": {}, "overlaps": {}}
    for nslc in streams:
        segments = []
        for path in SDS.files(root, nslc, start, end):
            with MS3TraceList(path, skip_not_data=True) as traces:
                for segment in (segment for trace in traces for segment in trace):
                    stop = segment.endtime + round(1e9 / segment.samprate)
                    segments.append(
                        Segment(nslc, segment.starttime, stop, segment.samprate, segment.samplecnt, "D")
                    )
        swept = sweep(segments, start, end)
        found["gaps"][str(nslc)], found["overlaps"][str(nslc)] = swept.gaps, swept.overlaps
    return found


def obspy_headers(root, streams, start, end):
    """Day by day: `get_gaps` between the traces, and the edges of the day."""
    found = {"gaps": defaultdict(list), "overlaps": defaultdict(list)}
    for nslc in streams:
        for day in instants.days(start, end):
            path = root / SDS.path(nslc, day)
            edges = (instants.start_of(day), instants.start_of(day) + instants.DAY)
            if not path.exists():
                found["gaps"][str(nslc)].append(edges)
                continue
            stream = obspy.read(path, headonly=True, format="MSEED")
            period = round(1e9 * stream[0].stats.delta)
            for gap in stream.get_gaps():
                low, high = gap[4].ns + period, gap[5].ns
                kind, span = ("gaps", (low, high)) if gap[6] > 0 else ("overlaps", (high, low))
                found[kind][str(nslc)].append(span)
            first = min(trace.stats.starttime.ns for trace in stream)
            last = max(trace.stats.endtime.ns for trace in stream) + period
            found["gaps"][str(nslc)] += [
                (low, high) for low, high in ((edges[0], first), (last, edges[1])) if high - low > period
            ]
    return found


WAYS = {"ours": ours, "plain pymseed": plain_pymseed, "ObsPy, headers only": obspy_headers}
