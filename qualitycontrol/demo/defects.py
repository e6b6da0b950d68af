"""Known defects of a day file: which samples are written, in which order, and what that is called.

A day is a list of runs (first sample, one past the last, shift in samples) over samples 0..n of that day.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

Run = tuple[int, int, float]


@dataclass
class Day:
    """What is written of a day, and which gaps and overlaps that makes, in samples."""

    runs: list[Run]
    gaps: list[tuple[int, int]] = field(default_factory=list)
    overlaps: list[tuple[int, int]] = field(default_factory=list)


Defect = Callable[[int, float], Day]  # samples in the day, rate in Hz


def whole(count: int, rate: float) -> Day:
    return Day([(0, count, 0)])


def holes(*seconds: float) -> Defect:
    """Holes of these lengths, spread over the day; 0 is one sample."""

    def defect(count: int, rate: float) -> Day:
        day, begin = Day([]), 0
        for number, length in enumerate(seconds, start=1):
            start = count * number // (len(seconds) + 1)
            stop = start + max(1, round(length * rate))
            day.runs.append((begin, start, 0))
            day.gaps.append((start, stop))
            begin = stop
        day.runs.append((begin, count, 0))
        return day

    return defect


def late(count: int, rate: float) -> Day:
    begin = round(900 * rate)
    return Day([(begin, count, 0)], gaps=[(0, begin)])


def early(count: int, rate: float) -> Day:
    end = count - round(1200 * rate)
    return Day([(0, end, 0)], gaps=[(end, count)])


def missing(count: int, rate: float) -> Day:
    return Day([], gaps=[(0, count)])


def sent_again_by_the_next(count: int, rate: float) -> Day:
    middle, length = count // 2, round(12 * rate)
    return Day([(0, middle, 0), (middle - length, count, 0)], overlaps=[(middle - length, middle)])


def sent_again_at_the_end(count: int, rate: float) -> Day:
    piece = (count // 2, count // 2 + round(30 * rate))
    return Day([(0, count, 0), (*piece, 0)], overlaps=[piece])


def out_of_place(count: int, rate: float) -> Day:
    start, stop = count // 3, count // 3 + round(600 * rate)
    return Day([(0, start, 0), (stop, count, 0), (start, stop, 0)])


def small_step(count: int, rate: float) -> Day:
    return Day([(0, count // 2, 0), (count // 2, count, 0.3)])


# Each on a day of its own; nine gaps and two overlaps a channel that has them all.
DEFECTS: tuple[Defect, ...] = (
    holes(0),
    holes(0.5),
    holes(10),
    holes(300, 300),
    holes(3 * 3600),
    late,
    early,
    missing,
    sent_again_by_the_next,
    sent_again_at_the_end,
    out_of_place,
    small_step,
)
