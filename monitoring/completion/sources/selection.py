"""What is asked for: a stream and a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualitycontrol.archive.instants import DAY, SECOND, text
from qualitycontrol.archive.nslc import Nslc

MARGIN = SECOND  # asked for on both sides, so that the samples at the edges are there


@dataclass(frozen=True)
class Selection:
    """[start_ns, end_ns) of one stream."""

    stream: Nslc
    start_ns: int
    end_ns: int

    def line(self) -> str:
        """As FDSN services take it in a POST: an empty location is `--`, times stand without a zone."""
        stream = self.stream
        codes = f"{stream.network} {stream.station} {stream.location or '--'} {stream.channel}"
        return f"{codes} {_plain(self.start_ns)} {_plain(self.end_ns)}"

    @property
    def channel_days(self) -> float:
        return (self.end_ns - self.start_ns) / DAY

    def wider(self) -> "Selection":
        return Selection(self.stream, self.start_ns - MARGIN, self.end_ns + MARGIN)

    def halves(self) -> list["Selection"]:
        middle = (self.start_ns + self.end_ns) // 2
        return [Selection(self.stream, self.start_ns, middle), Selection(self.stream, middle, self.end_ns)]


def _plain(instant: int) -> str:
    """Some servers know no `Z`."""
    return text(instant).removesuffix("Z")


def postfile(selections: Iterable[Selection]) -> str:
    return "".join(f"{selection.line()}\n" for selection in selections)


def batches(selections: list[Selection], channel_days: float) -> list[list[Selection]]:
    """In order, each batch at most so many channel-days long; a longer single one stands alone."""
    parts: list[list[Selection]] = []
    room = 0.0
    for selection in selections:
        if not parts or selection.channel_days > room:
            parts.append([])
            room = channel_days
        parts[-1].append(selection)
        room -= selection.channel_days
    return parts


def in_two(selections: list[Selection]) -> tuple[list[Selection], list[Selection]]:
    """For an answer that was too large: half of the lines each, or half of the time of a single line."""
    if len(selections) > 1:
        middle = len(selections) // 2
        return selections[:middle], selections[middle:]
    first, second = selections[0].halves()
    return [first], [second]
