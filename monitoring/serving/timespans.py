"""Segments to the time spans that are told: continued over midnight and over files, merged as it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from monitoring.serving.selecting import Held
from qualitycontrol.archive.sweep import period_ns

QUALITY, RATE, OVERLAP = "quality", "samplerate", "overlap"


@dataclass(frozen=True)
class Timespan:
    """[start_ns, end_ns), end = last sample + one period. `quality` empty, `rate` None: merged."""

    nslc: str
    quality: str
    rate: float | None
    start_ns: int
    end_ns: int
    updated_ns: int


@dataclass
class _Group:
    """Spans of one stream, quality and rate as they grow; only the late ones can still grow."""

    done: list[Timespan] = field(default_factory=list)
    growing: list[Timespan] = field(default_factory=list)

    def add(self, piece: Timespan, tolerance: float, bridge_ns: int, overlaps: bool) -> None:
        ended = [span for span in self.growing if span.end_ns + max(tolerance, bridge_ns) < piece.start_ns]
        self.done += ended
        self.growing = [span for span in self.growing if span not in ended]
        for number, span in enumerate(self.growing):
            if _continues(span, piece, tolerance, bridge_ns, overlaps):
                self.growing[number] = _joined(span, piece)
                return
        self.growing.append(piece)


def timespans(held: Iterable[Held], merge: frozenset[str] = frozenset(), bridge_ns: int = 0) -> list[Timespan]:
    """By stream, time, quality and rate. `held` comes in order of time within a stream.

    Pieces that follow each other within half a sample are one span; gaps up to `bridge_ns` are bridged.
    """
    groups: dict[tuple[str, str, float | None], _Group] = {}
    for row in held:
        quality, rate = ("" if QUALITY in merge else row.quality), (None if RATE in merge else row.rate_hz)
        piece = Timespan(row.nslc, quality, rate, row.start_ns, row.end_ns, row.updated_ns)
        group = groups.setdefault((row.nslc, quality, rate), _Group())
        group.add(piece, period_ns(row.rate_hz) / 2, bridge_ns, OVERLAP in merge)
    found = [span for group in groups.values() for span in (*group.done, *group.growing)]
    return sorted(found, key=order)


def order(span: Timespan) -> tuple[str, int, int, str, float]:
    return span.nslc, span.start_ns, span.end_ns, span.quality, span.rate or 0.0


def _continues(span: Timespan, piece: Timespan, tolerance: float, bridge_ns: int, overlaps: bool) -> bool:
    step = piece.start_ns - span.end_ns
    return abs(step) <= tolerance or 0 < step <= bridge_ns or (overlaps and step < 0)


def _joined(span: Timespan, piece: Timespan) -> Timespan:
    end, updated = max(span.end_ns, piece.end_ns), max(span.updated_ns, piece.updated_ns)
    return replace(span, end_ns=end, updated_ns=updated)
