"""What waits and what was stored, over all loggers."""

from collections import Counter
from collections.abc import Iterable

from logging_core.loggers.runtime.link.source import Source
from logging_core.loggers.runtime.status import SpoolStatus
from logging_core.loggers.runtime.text import iso

TORN = "bytes that a crash left half-written"


def progress(sources: Iterable[Source], rate: float) -> SpoolStatus:
    sources = list(sources)
    waiting = [source.reader.waiting() for source in sources]
    oldest = min((one.oldest for one in waiting if one.oldest is not None), default=None)
    refused: Counter[str] = Counter()
    for source in sources:
        refused.update(source.refused)
        refused.update({TORN: source.reader.lost} if source.reader.lost else {})
    return {
        "records_waiting": sum(one.records for one in waiting),
        "bytes": sum(one.bytes for one in waiting),
        "oldest_at": None if oldest is None else iso(oldest / 1e6),
        "stored": sum(source.stored for source in sources),
        "store_rate": round(rate, 1),
        "refused": dict(refused),
    }
