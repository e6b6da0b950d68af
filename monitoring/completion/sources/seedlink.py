"""SeedLink 3: back-fill from a server's ring buffer, a time window a stream."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitoring.completion.sources.kind import Capabilities, NoInventory
from monitoring.completion.sources.parameters import Parameter, text, whole
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web import guard
from monitoring.web.limits import Limits
from monitoring.web.trouble import temporary
from qualitycontrol.archive import instants
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

CONNECT, READ = 10, 30  # seconds
HEAD, RECORD = 8, 512  # bytes: "SL" and a sequence number before each record
END = b"END"


class SeedLink:
    """The server sends what of the time window its ring buffer still holds, then says END."""

    CAPABILITIES = Capabilities(availability=False)
    PARAMETERS = (
        Parameter("host", text, "Host of the server", "rtserve.iris.washington.edu", required=True),
        Parameter("port", whole(1, 65535), "Its port", "18000", default=18000),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._host: str = parameters["host"]
        self._port: int = parameters["port"]

    def probe(self, limits: Limits) -> str:
        with Line(self._host, self._port) as line:
            return line.ask("HELLO")[:100]

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        raise NoInventory

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        """One connection a selection: a session has one window for all it asks for."""
        for selection in selections:
            with Line(self._host, self._port) as line:
                if line.choose(selection):
                    for record in line.records(sink.limits):
                        sink.take(record)


class Line:
    """One connection. Raises Trouble when it breaks or the server refuses."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    def __enter__(self) -> "Line":
        address = guard.addresses(self._host, self._port)[0]
        try:
            self._socket = socket.create_connection((address, self._port), CONNECT)
        except OSError as problem:
            raise temporary("no_connection", f"{self._host}: {problem}") from None
        self._socket.settimeout(READ)
        self._file = self._socket.makefile("rb")
        return self

    def __exit__(self, *_problem: object) -> None:
        self._file.close()
        self._socket.close()

    def ask(self, words: str) -> str:
        self._send(words)
        try:
            answer = self._file.readline(1000)
        except OSError as problem:
            raise temporary("timeout", f"no answer to {words.split()[0]}: {problem}") from None
        if not answer:
            raise temporary("cut", f"the server hung up after {words.split()[0]}")
        return answer.decode("ascii", "replace").strip()

    def choose(self, selection: Selection) -> bool:
        """Name stream and time; False when the server knows no such station or stream."""
        stream = selection.stream
        end = selection.end_ns + instants.SECOND
        for words in (
            f"STATION {stream.station} {stream.network}",
            f"SELECT {stream.location}{stream.channel}.D",
            f"TIME {_time(selection.start_ns)} {_time(end)}",
        ):
            if self.ask(words) != "OK":
                return False
        self._send("END")
        return True

    def records(self, limits: Limits) -> Iterator[bytes]:
        """512-byte records until the server says that there is no more."""
        while (head := self._read(len(END))) != END:
            limits.check()
            packet = head + self._read(HEAD + RECORD - len(END))
            if not packet.startswith(b"SL"):
                raise temporary("bad_answer", f"the server sent {packet[:20]!r} instead of a record")
            yield packet[HEAD:]

    def _send(self, words: str) -> None:
        try:
            self._socket.sendall(f"{words}\r\n".encode())
        except OSError as problem:
            raise temporary("cut", f"the connection broke: {problem}") from None

    def _read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as problem:
            raise temporary("timeout", f"no record within {READ} s: {problem}") from None
        if len(data) < size:
            raise temporary("cut", "the server hung up before the end")
        return data


def _time(instant: int) -> str:
    return instants.moment(instant).strftime("%Y,%m,%d,%H,%M,%S")
