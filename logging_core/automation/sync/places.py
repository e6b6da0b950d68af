"""Places in a journal, as the other side keeps them for us: a text it does not look into.

`epoch.seq.milliseconds.whole`: the number of the last change that was sent, when that change was made (a database
restored from a backup has other changes under the same numbers), and up to where everything is sent, also what the
other side once had from itself or us.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from logging_core.automation.sync.models import SyncInstance
from logging_core.shared import feed
from logging_core.shared.clock import EPOCH
from logging_core.shared.models import Change

START = ""


@dataclass(frozen=True)
class Place:
    epoch: str
    seq: int = 0
    made_ms: int = 0
    whole: int = 0

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}.{self.made_ms}.{self.whole}"

    @property
    def is_whole(self) -> bool:
        return self.seq < self.whole


def understood(text: str, us: SyncInstance) -> Place:
    """The place, if it is one of this journal; START is its start, and everything else that of a whole copy."""
    place, now = _read(text), feed.head()
    if text == START:
        return Place(now.epoch)
    if place is None or place.epoch != now.epoch or place.seq > us.seq or place.made_ms != _made_ms(place.seq):
        return Place(now.epoch, whole=us.seq)
    return place


def at(place: Place, seq: int) -> Place:
    """The same journey, so much further."""
    return replace(place, seq=seq, made_ms=_made_ms(seq))


def whole_from(place: Place, us: SyncInstance) -> Place:
    """From here on everything, up to where we are now: the other side has lost something."""
    return replace(place, whole=us.seq)


def before(one: str, other: str) -> bool:
    """Whether one lies before the other in the same journal."""
    left, right = _read(one), _read(other)
    return left is not None and right is not None and left.epoch == right.epoch and left.seq < right.seq


def _read(text: str) -> Place | None:
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts[1:]):
        return None
    return Place(parts[0], int(parts[1]), int(parts[2]), int(parts[3]))


def _made_ms(seq: int) -> int:
    if seq == 0:
        return 0
    made = Change.objects.filter(seq=seq).values_list("at", flat=True).first()
    return -1 if made is None else (made - EPOCH) // timedelta(milliseconds=1)
