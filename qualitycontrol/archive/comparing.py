"""Whether two sources tell the same: sample against sample where both have one."""

from collections.abc import Iterable

import numpy as np

from qualitycontrol.archive.formats.miniseed.samples import Piece

SECOND = 1_000_000_000


def differing(ones: Iterable[Piece], others: Iterable[Piece]) -> int:
    """How many samples differ where pieces of one rate and one grid (to a tenth of a sample) overlap."""
    others = list(others)
    return sum(_differing(one, other) for one in ones for other in others)


def _differing(one: Piece, other: Piece) -> int:
    steps = (other.start - one.start) * one.rate / SECOND
    shift = round(steps)
    if one.rate != other.rate or abs(steps - shift) > 0.1:
        return 0
    first, stop = max(0, shift), min(len(one.samples), len(other.samples) + shift)
    if first >= stop:
        return 0
    return int(np.count_nonzero(one.samples[first:stop] != other.samples[first - shift : stop - shift]))
