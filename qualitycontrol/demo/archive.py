"""A made-up archive on disk, and the truth about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from qualitycontrol.archive import instants
from qualitycontrol.archive.formats.miniseed.samples import Piece, Style, encoded
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.structures import Layout, named
from qualitycontrol.demo.defects import DEFECTS, Day, Defect, whole
from qualitycontrol.demo.signal import signal


@dataclass(frozen=True)
class Plan:
    """What to make. The last two stations have records of 512 bytes, the last one's run over midnight."""

    stations: tuple[str, ...] = ("STA1", "STA2", "STA3", "STA4", "STA5")
    channels: tuple[str, ...] = ("HHZ", "HHN", "HHE")
    first_day: date = date(2024, 2, 10)
    days: int = 30
    rate_hz: float = 100.0
    network: str = "XX"
    location: str = "00"
    layout: Layout = field(default_factory=lambda: named("SDS"))
    defects: bool = True
    over_midnight: int = 137

    @property
    def window(self) -> Span:
        start = instants.start_of(self.first_day)
        return start, start + self.days * instants.DAY

    @property
    def streams(self) -> list[Nslc]:
        return [
            Nslc(self.network, station, self.location, channel)
            for station in self.stations
            for channel in self.channels
        ]


@dataclass
class Truth:
    """Gaps and overlaps in ns UTC by N.S.L.C, and how much was written."""

    gaps: dict[str, list[Span]] = field(default_factory=dict)
    overlaps: dict[str, list[Span]] = field(default_factory=dict)
    files: int = 0
    size: int = 0

    def percent(self, nslc: str, window: Span) -> float:
        return 1 - sum(end - start for start, end in self.gaps[nslc]) / (window[1] - window[0])


def make_archive(root: Path, plan: Plan) -> Truth:
    """Write every day file of the plan below `root`."""
    truth = Truth()
    for number, nslc in enumerate(plan.streams):
        truth.gaps[str(nslc)], truth.overlaps[str(nslc)] = [], []
        for day in range(plan.days):
            _make_day(root, plan, truth, number, day)
    return truth


def _make_day(root: Path, plan: Plan, truth: Truth, number: int, day: int) -> None:
    nslc = plan.streams[number]
    start, count = _extent(plan, nslc, day)
    made = _defect(plan, number, day)(count, plan.rate_hz)
    origin = plan.window[0]

    def time(sample: float) -> int:
        return origin + round((start + sample) * instants.SECOND / plan.rate_hz)

    truth.gaps[str(nslc)] += [(time(low), time(high)) for low, high in made.gaps]
    truth.overlaps[str(nslc)] += [(time(low), time(high)) for low, high in made.overlaps]
    if not made.runs:
        return
    path = root / plan.layout.path(nslc, plan.first_day + timedelta(days=day))
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = signal(number, start, count, plan.rate_hz)
    path.write_bytes(b"".join(_records(nslc, plan, made, samples, time)))
    truth.files += 1
    truth.size += path.stat().st_size


def _extent(plan: Plan, nslc: Nslc, day: int) -> tuple[int, int]:
    """First sample of a day file, counted from the first day, and how many there are."""
    a_day = round(86_400 * plan.rate_hz)
    if nslc.station != plan.stations[-1] or len(plan.stations) == 1:
        return day * a_day, a_day
    shift = plan.over_midnight
    return (day * a_day + shift, a_day) if day else (0, a_day + shift)


def _defect(plan: Plan, number: int, day: int) -> Defect:
    """Defects are on every other day from the second one on, and two of three channels have each."""
    kind = (day - 1) // 2
    planted = plan.defects and day % 2 == 1 and kind < len(DEFECTS) and (number + kind) % 3
    return DEFECTS[kind] if planted else whole


def _records(
    nslc: Nslc, plan: Plan, made: Day, samples: np.ndarray, time: Callable[[float], int]
) -> Iterator[bytes]:
    style = Style(blocksize=512 if nslc.station in plan.stations[-2:] else 4096, quality="D")
    for first, stop, shift in made.runs:
        yield from encoded(nslc, Piece(time(first + shift), samples[first:stop], plan.rate_hz), style)
