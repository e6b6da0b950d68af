"""What a request misses of its streams, and what of that a source is asked for."""

from monitoring.completion import archive as final
from monitoring.completion.sources import inventory
from monitoring.completion.sources.models import Source
from monitoring.completion.sources.selection import Selection
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.planning import joined
from monitoring.inventory import queries
from monitoring.inventory.models import NSLC
from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span

Streams = dict[str, NSLC]
Missing = dict[str, list[Span]]


def streams(request: Request) -> Streams:
    """Those of its gaps, by code."""
    codes = request.gaps.values_list("nslc__code", flat=True)
    return {stream.code: stream for stream in queries.streams().filter(code__in=set(codes))}


def missing(request: Request, streams: Streams) -> Missing:
    """Everything when it is to be replaced, else what the archive has not."""
    span = (request.start_ns, request.end_ns)
    if request.force:
        return final.open_time(streams.values(), *span)
    return final.missing(request.archive, streams.values(), *span)


def selections(source: Source, streams: Streams, missing: Missing, most_gaps: int) -> list[Selection]:
    """What is missing and the source may have, a second more on both sides; many small ones become one."""
    wanted = []
    for code, spans in missing.items():
        for start, end in joined(spans, instants.SECOND, most_gaps):
            if not inventory.says_nothing(source, streams[code], start, end):
                wanted.append(Selection(streams[code].stream, start, end).wider())
    return wanted
