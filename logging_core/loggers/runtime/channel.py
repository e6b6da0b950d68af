"""Messages between the supervisor and its children: JSON, a line each, over a pair of sockets."""

import json
import socket
import threading
from typing import Any

Message = dict[str, Any]
CHUNK = 256 * 1024
MOST_WAITING = 4 * 1024 * 1024  # bytes that a child has not taken; more means that it hangs


class Closed(Exception):
    """The other side has ended."""


class SupervisorsEnd:
    """Never waits: what cannot be sent at once is sent by later calls of `flush`."""

    def __init__(self, made: socket.socket) -> None:
        made.setblocking(False)
        self.socket = made
        self._out = bytearray()
        self._in = bytearray()

    def send(self, message: Message) -> None:
        """A message to one that takes none for long is not sent. Raises Closed."""
        if len(self._out) < MOST_WAITING:
            self._out += _line(message)
        self.flush()

    def flush(self) -> bool:
        """Whether all is out. Raises Closed."""
        try:
            while self._out:
                del self._out[: self.socket.send(self._out[:CHUNK])]
        except BlockingIOError:
            return False
        except OSError as trouble:
            raise Closed from trouble
        return True

    def receive(self) -> list[Message]:
        """All that has come whole. Raises Closed when nothing will come any more."""
        there = False
        try:
            while data := self.socket.recv(CHUNK):
                self._in += data
                there = True
        except BlockingIOError:
            there = True
        except OSError as trouble:
            raise Closed from trouble
        if not there:
            raise Closed
        *lines, self._in = self._in.split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        self.socket.close()


class ChildsEnd:
    """For a thread that reads and others that send; both wait."""

    def __init__(self, made: socket.socket) -> None:
        made.setblocking(True)
        self._socket = made
        self._lines = made.makefile("rb")
        self._sending = threading.Lock()

    def send(self, message: Message) -> None:
        """Raises Closed when the supervisor has ended."""
        with self._sending:
            try:
                self._socket.sendall(_line(message))
            except OSError as trouble:
                raise Closed from trouble

    def receive(self) -> Message:
        """The next message. Raises Closed when the supervisor has ended."""
        try:
            line = self._lines.readline()
        except OSError as trouble:
            raise Closed from trouble
        if not line.endswith(b"\n"):
            raise Closed
        return json.loads(line)


def pair() -> tuple[SupervisorsEnd, socket.socket]:
    """The supervisor's end, and what becomes the ChildsEnd behind the fork."""
    ours, theirs = socket.socketpair()
    return SupervisorsEnd(ours), theirs


def _line(message: Message) -> bytes:
    return json.dumps(message).encode() + b"\n"
