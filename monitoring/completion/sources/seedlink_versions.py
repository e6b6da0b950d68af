"""How the versions of SeedLink name a stream and a time, and how their records come."""

import struct
from collections.abc import Iterator

from monitoring.completion.sources.seedlink_line import Line
from monitoring.completion.sources.selection import Selection
from monitoring.web.limits import Limits
from monitoring.web.trouble import temporary
from qualitycontrol.archive import instants

END = b"END"


class Three:
    """Version 3: records of 512 bytes, each behind "SL" and a sequence number."""

    HEAD, RECORD = 8, 512  # bytes

    def __init__(self, line: Line) -> None:
        self._line = line

    def choose(self, selection: Selection) -> bool:
        """Name stream and time; False when the server knows no such station or stream."""
        stream, end = selection.stream, selection.end_ns + instants.SECOND
        known = self._line.accepts(
            f"STATION {stream.station} {stream.network}",
            f"SELECT {stream.location}{stream.channel}.D",
            f"TIME {_commas(selection.start_ns)} {_commas(end)}",
        )
        if known:
            self._line.send("END")
        return known

    def records(self, limits: Limits) -> Iterator[bytes]:
        """Until the server says that there is no more."""
        while (head := self._line.read(len(END))) != END:
            limits.check()
            packet = head + self._line.read(self.HEAD + self.RECORD - len(END))
            if not packet.startswith(b"SL"):
                raise temporary("bad_answer", f"the server sent {packet[:20]!r} instead of a record")
            yield packet[self.HEAD :]


class Four:
    """Version 4: records of any length, miniSEED 2 or 3, behind a head that tells what follows."""

    HEAD = struct.Struct(
        "<2s1s1sIQB"
    )  # "SE", format, kind of data, bytes of the record, number, bytes of the name
    MINISEED = (b"2", b"3")
    LONGEST = 1 << 20  # bytes of one record

    def __init__(self, line: Line) -> None:
        self._line = line

    def choose(self, selection: Selection) -> bool:
        """Name stream and time; False when the server knows no such station or stream."""
        stream, end = selection.stream, selection.end_ns + instants.SECOND
        known = self._line.accepts(
            "SLPROTO 4.0",
            f"STATION {stream.network}_{stream.station}",
            f"SELECT {stream.location}_{'_'.join(stream.channel)}",
            f"DATA ALL {_whole(selection.start_ns)} {_whole(end)}",
        )
        if known:
            self._line.send("ENDFETCH")
        return known

    def records(self, limits: Limits) -> Iterator[bytes]:
        """Until the server says that there is no more. What is no waveform is passed by."""
        while (head := self._line.read(len(END))) != END:
            limits.check()
            head += self._line.read(self.HEAD.size - len(END))
            sign, form, kind, size, _, name = self.HEAD.unpack(head)
            if sign != b"SE" or size > self.LONGEST:
                raise temporary("bad_answer", f"the server sent {head!r} instead of a record")
            self._line.read(name)
            record = self._line.read(size)
            if form in self.MINISEED and kind == b"D":
                yield record


def _commas(instant: int) -> str:
    return instants.moment(instant).strftime("%Y,%m,%d,%H,%M,%S")


def _whole(instant: int) -> str:
    return instants.moment(instant).strftime("%Y-%m-%dT%H:%M:%SZ")
