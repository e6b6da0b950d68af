"""Reading a spool, beside its writer and without disturbing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from logging_core.loggers.runtime.spool.frames import HEADER, Head, Torn, head_of, is_whole
from logging_core.loggers.runtime.spool.segments import Segment, segments

BUFFER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Frame:
    """`start` and `end` are places in the spool."""

    payload: bytes
    records: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is still to be taken; `oldest` in microseconds since 1970, None when nothing waits."""

    records: int
    bytes: int
    oldest: int | None


class SpoolReader:
    """Gives frames from a place on. Whoever has kept them elsewhere says so with `take`.

    `position` is the place up to which all was taken. It may lie inside a frame: then as many of its records were
    taken as there are bytes from its start to there. `lost` counts bytes that were no whole frame: written half
    when a process or the power ended.
    """

    def __init__(self, folder: Path, position: int = 0) -> None:
        self.folder = folder
        self.lost = 0
        self.move_to(position)

    def move_to(self, position: int) -> None:
        """Go on from another place."""
        there = segments(self.folder)
        self.position = max(position, there[0].start) if there else position
        self._at = self._frame_with(self.position)
        self._taken = 0  # records
        self._seen, self._seen_to = 0, self._at  # records up to a place, those taken included

    def frames(self, most_records: int) -> list[Frame]:
        """The next frames with about so many records in them, or fewer when there are no more."""
        found: list[Frame] = []
        records = 0
        for at, head, payload in self._walk(self._at):
            if is_whole(head, payload):
                found.append(Frame(payload, head.records, at, at + head.end))
                records += head.records
            if records >= most_records:
                break
        return found

    def take(self, frames: list[Frame]) -> None:
        """All records of these frames, the next ones, are kept elsewhere."""
        for frame in frames:
            self.lost += max(0, frame.start - self.position)
            self.position = self._at = frame.end
            self._taken += frame.records

    def has_old(self) -> bool:
        """Whether there are segments of which all was taken; the last one always stays."""
        return bool(self._old())

    def remove_old(self) -> None:
        for segment in self._old():
            segment.path.unlink(missing_ok=True)

    def waiting(self) -> Waiting:
        if self._seen_to < self._at:
            self._seen, self._seen_to = self._taken, self._at
        for at, head, _ in self._walk(self._seen_to, payloads=False):
            self._seen += head.records
            self._seen_to = at + head.end
        oldest = next((head.at for _, head, _ in self._walk(self._at, payloads=False)), None)
        return Waiting(self._seen - self._taken, self._bytes(), oldest)

    def _old(self) -> list[Segment]:
        there = _with_following(segments(self.folder))
        return [segment for segment, following in there if following and following.start <= self.position]

    def _frame_with(self, place: int) -> int:
        """Start of the frame that holds a place, or the place itself behind the last frame."""
        start = max((segment.start for segment in segments(self.folder) if segment.start <= place), default=place)
        return next((at for at, head, _ in self._walk(start, payloads=False) if at + head.end > place), place)

    def _walk(self, at: int, payloads: bool = True) -> Iterator[tuple[int, Head, bytes]]:
        """Place, head and payload of each frame; what is torn ends its segment."""
        for segment, following in _with_following(segments(self.folder)):
            if following is None or following.start > at:
                yield from _frames_of(segment, max(at, segment.start), payloads)

    def _bytes(self) -> int:
        there = segments(self.folder)
        return max(0, there[-1].end - self.position) if there else 0


def _frames_of(segment: Segment, at: int, payloads: bool) -> Iterator[tuple[int, Head, bytes]]:
    size = segment.end - segment.start
    with segment.path.open("rb", BUFFER) as file:
        file.seek(at - segment.start)
        while len(raw := file.read(HEADER.size)) == HEADER.size:
            try:
                head = head_of(raw)
            except Torn:
                return
            if at - segment.start + head.end > size:
                return
            payload = file.read(head.length) if payloads else b""
            if not payloads:
                file.seek(head.length, 1)
            yield at, head, payload
            at += head.end


def _with_following(found: list[Segment]) -> list[tuple[Segment, Segment | None]]:
    return [*pairwise(found), *((last, None) for last in found[-1:])]
