"""A small seismic archive with gaps, and a complete one served here over FDSN, for those who try the set-up.

Three stations with three channels at one sample a second. The complete one grows by the days that have passed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from logging_core.shared import clock
from logging_core.shared.announce import Actor
from monitoring.completion.actions import configure
from monitoring.completion.models import Configuration
from monitoring.completion.window import DAILY
from qualitycontrol.archive import instants
from qualitycontrol.archive.actions import rescan, save_archive
from qualitycontrol.archive.formats.miniseed.samples import Piece, Style, encoded
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.structures import named
from qualitycontrol.demo.defects import Defect, early, holes, late, missing, whole
from qualitycontrol.demo.signal import signal

ACTOR = Actor("demo", via="command")
NETWORK, STATIONS, CHANNELS = "XD", ("NOR", "OST", "SUD"), ("LHZ", "LHN", "LHE")
DAYS = 2  # before today
RATE_HZ, A_DAY = 1.0, 86_400
LAYOUT = named("SDS")
SOURCE = "demo-source"
# By day and number of the stream; the others are whole.
DEFECTS: dict[tuple[int, int], Defect] = {
    (0, 0): holes(600, 45),
    (0, 3): holes(3 * 3600),
    (0, 8): early,
    (1, 1): late,
    (1, 4): holes(1, 30, 1200),
    (1, 7): missing,
}


def make() -> None:
    """Write what is missing of both, and make the complete one known. Nothing where archives lie elsewhere."""
    place = settings.DATA_DIR / "archives"
    if str(place) not in settings.ARCHIVE_ROOTS:
        return
    today = clock.now().date()
    if not (place / "final").exists():
        _write(place / "final", [today - timedelta(days=DAYS - number) for number in range(DAYS)], DEFECTS)
        _window_over_all()
    _write(place / SOURCE, list(_days_of(place / "final", today)), {})
    _serve(place / SOURCE)


def _days_of(final: Path, today: date) -> Iterator[date]:
    """From the first day that was made until yesterday."""
    names = [LAYOUT.read(path.relative_to(final)) for path in final.rglob("*.D.*") if path.is_file()]
    first = min(name.day for name in names if name and name.day)
    for number in range((today - first).days):
        yield first + timedelta(days=number)


def _write(root: Path, days: list[date], defects: dict[tuple[int, int], Defect]) -> None:
    streams = [Nslc(NETWORK, station, "00", channel) for station in STATIONS for channel in CHANNELS]
    for place, day in enumerate(days):
        for number, stream in enumerate(streams):
            path = root / LAYOUT.path(stream, day)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"".join(_records(stream, number, day, defects.get((place, number), whole))))


def _records(stream: Nslc, number: int, day: date, defect: Defect) -> Iterator[bytes]:
    """Samples are counted from 1970 on, so that a day is the same whenever it is written."""
    start = instants.start_of(day)
    samples = signal(number, start // instants.SECOND, A_DAY, RATE_HZ)
    for first, stop, _shift in defect(A_DAY, RATE_HZ).runs:
        piece = Piece(start + first * instants.SECOND, samples[first:stop], RATE_HZ)
        yield from encoded(stream, piece, Style(blocksize=512, quality="D"))


def _window_over_all() -> None:
    """So that the first update finds all that was left out: both days, looked at once a day."""
    row = Configuration.the()
    if row.archive is None:
        told = {"granularity_type": DAILY, "f_analysis": 1, "w_analysis": DAYS, "l_analysis": 0}
        configure(actor=ACTOR, by=None, told=told)


def _serve(root: Path) -> None:
    archive = Archive.objects.filter(name=SOURCE).first()
    archive = archive or save_archive(actor=ACTOR, by=None, name=SOURCE, root=str(root))
    rescan(actor=ACTOR, archive=archive)
