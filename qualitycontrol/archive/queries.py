"""Which segments there are, and what they leave open."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.sweep import Coverage, sweep

if TYPE_CHECKING:
    from qualitycontrol.archive.models import Archive


class Held(NamedTuple):
    """One stored segment, as the rule for gaps wants it."""

    start_ns: int
    end_ns: int
    rate_hz: float
    samples: int
    quality: str


class SegmentQuerySet(models.QuerySet):
    def touching(self, start_ns: int, end_ns: int) -> "SegmentQuerySet":
        """Segments with a part in [start_ns, end_ns)."""
        return self.filter(start_ns__lt=end_ns, end_ns__gt=start_ns)


def segments(archive: "Archive", nslcs: Iterable[object], start_ns: int, end_ns: int) -> dict[str, list[Held]]:
    """What the archive holds in [start_ns, end_ns), by N.S.L.C, in order of time; one query."""
    held: dict[str, list[Held]] = {str(nslc): [] for nslc in nslcs}
    rows = archive.segments.touching(start_ns, end_ns).filter(nslc__in=list(held))
    for nslc, *values in rows.values_list("nslc", *Held._fields):
        held[nslc].append(Held(*values))
    return held


def coverages(
    archive: "Archive",
    nslcs: Iterable[object],
    start_ns: int,
    end_ns: int,
    epochs: Mapping[str, Sequence[Span]] | None = None,
) -> dict[str, Coverage]:
    """Gaps and overlaps of streams in [start_ns, end_ns), within their epochs; one query.

    A stream that `epochs` does not name is expected all the time.
    """
    held = segments(archive, nslcs, start_ns, end_ns)
    bounds = epochs or {}
    return {nslc: sweep(pieces, start_ns, end_ns, epochs=bounds.get(nslc)) for nslc, pieces in held.items()}


def coverage(
    archive: "Archive", nslc: object, start_ns: int, end_ns: int, epochs: Sequence[Span] | None = None
) -> Coverage:
    """The same of one stream."""
    bounds = None if epochs is None else {str(nslc): epochs}
    return coverages(archive, [nslc], start_ns, end_ns, bounds)[str(nslc)]


def gaps(archive: "Archive", nslc: object, start_ns: int, end_ns: int) -> list[Span]:
    return coverage(archive, nslc, start_ns, end_ns).gaps


def streams(archive: "Archive") -> list[str]:
    """Every N.S.L.C the archive holds records of."""
    return list(archive.segments.order_by("nslc").values_list("nslc", flat=True).distinct())
