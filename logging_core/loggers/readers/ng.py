"""NGReader: a telescope system that speaks the NG protocol of the observatory."""

import math
import socket
import time
from typing import Any

from logging_core.loggers.base.component import Record
from logging_core.loggers.readers.polling import PollingReader
from logging_core.loggers.wires.sockets import checked_port

LARGEST_MESSAGE = 1500  # bytes
MOST_WORDS = 100
LONGEST_WORD = 39
ERRORS = ("REQUEST_ERROR", "COMMAND_ERROR", "UNKNOWN_CMD")


class NGReader(PollingReader):
    """Sends each of `requests` on a connection of its own every `interval` seconds; one mapping with all fields.

    `requests` maps a request (`ALL`, `MOTION RA`) to the names of the words of its answer; a word named `-` is
    left out. Numbers are numbers; those of `packed_angles` are DDMMSS.s and become degrees. A request that is
    refused is counted and leaves its fields out.
    """

    def __init__(
        self,
        host: str,
        telescope: str,
        system: str,
        requests: dict,
        port: int | str = 5750,
        pid: int = 1,
        interval: float = 10.0,
        timeout: float = 2.0,
        packed_angles: list | None = None,
        data_id: str | None = None,
    ) -> None:
        super().__init__(interval)
        self.host = host
        self.port = checked_port(port)
        self._head = [telescope, system, str(pid)]
        self._requests = {str(request): [str(name) for name in names] for request, names in requests.items()}
        for request in self._requests:
            _message([*self._head, "REQUEST", *request.split()])
        self.timeout = timeout
        self._packed = frozenset(packed_angles or ())
        self.data_id = data_id

    def poll(self) -> Record:
        fields: dict[str, Any] = {}
        for request, names in self._requests.items():
            fields |= self._fields(names, self._asked(request))
        named = {"data_id": self.data_id} if self.data_id else {}
        return {**named, "timestamp": time.time(), "fields": fields} if fields else None

    def _asked(self, request: str) -> list[str]:
        """The words of the answer. Raises OSError when there is none."""
        with socket.create_connection((self.host, self.port), timeout=self.timeout) as connection:
            connection.settimeout(self.timeout)
            connection.sendall(_message([*self._head, "REQUEST", *request.split()]))
            words = _received(connection).split()
        if not words:
            raise OSError(f"closed without an answer: is {' '.join(self._head[:2])} the right system?")
        if words[:3] != self._head:
            raise OSError(f"an answer to somebody else: {' '.join(words[:3])}")
        if words[3:4] and words[3] in ERRORS:
            self.tally.add(f"{request}: {words[3]}")
            return []
        return words[3:]

    def _fields(self, names: list[str], words: list[str]) -> dict[str, Any]:
        if words and len(words) != len(names):
            self.tally.add("another number of words than names", " ".join(words))
        return {
            name: degrees(word) if name in self._packed else _value(word)
            for name, word in zip(names, words, strict=False)
            if name != "-"
        }


def degrees(word: str) -> float | None:
    """Degrees of `DDMMSS.s` with or without a sign; None for what is no angle."""
    value = _value(word)
    if not isinstance(value, float):
        return None
    whole, seconds = divmod(abs(value), 100)
    whole_degrees, minutes = divmod(whole, 100)
    if minutes >= 60 or seconds >= 60:
        return None
    return math.copysign(whole_degrees + minutes / 60 + seconds / 3600, value)


def _value(word: str) -> float | str | None:
    """A number as such, None for nan and infinities, everything else as text."""
    try:
        number = float(word)
    except ValueError:
        return word
    return number if math.isfinite(number) else None


def _message(words: list[str]) -> bytes:
    """Raises ValueError for what the protocol cannot carry."""
    if len(words) > MOST_WORDS or any(not word or len(word) > LONGEST_WORD or " " in word for word in words):
        raise ValueError(f"requests: at most {MOST_WORDS} words of {LONGEST_WORD} characters, found {words}")
    message = " ".join(words).encode("ascii") + b"\0"
    if len(message) > LARGEST_MESSAGE:
        raise ValueError(f"requests: a request is longer than {LARGEST_MESSAGE} bytes")
    return message


def _received(connection: socket.socket) -> str:
    """Everything until the server closes, or ends its answer with a NUL or a newline."""
    data = b""
    while len(data) < LARGEST_MESSAGE and not data.endswith((b"\0", b"\n")):
        part = connection.recv(LARGEST_MESSAGE)
        if not part:
            break
        data += part
    return data.decode("ascii", "replace").strip("\0 \r\n")
