"""Messages between the supervisor and its children: JSON, a line each, over a pair of sockets. A child may send an
open file with a message."""

import fcntl
import json
import os
import socket
import threading
from collections import deque
from typing import Any

Message = dict[str, Any]
CHUNK = 256 * 1024
LOWEST_FILE = 10  # number of a file that came with a message, so that a fork may use those below
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
        self._files: deque[int | None] = deque()

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
            while data := self._received():
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

    def next_file(self) -> int | None:
        """The file that came with a message, in the order of these messages; None if there was no room for it."""
        return self._files.popleft()

    def close(self) -> None:
        for file in self._files:
            if file is not None:
                os.close(file)
        self._files.clear()
        self.socket.close()

    def _received(self) -> bytes:
        data, files, flags, _ = socket.recv_fds(self.socket, CHUNK, 1)
        self._files.extend(_renumbered(file) for file in files)
        if flags & socket.MSG_CTRUNC:  # this process has all the files it may have
            self._files.append(None)
        return data


class ChildsEnd:
    """For a thread that reads and others that send; both wait."""

    def __init__(self, made: socket.socket) -> None:
        made.setblocking(True)
        self._socket = made
        self._lines = made.makefile("rb")
        self._sending = threading.Lock()

    def send(self, message: Message, file: int | None = None) -> None:
        """Raises Closed when the supervisor has ended."""
        line = _line(message)
        with self._sending:
            try:
                sent = 0 if file is None else socket.send_fds(self._socket, [line], [file])
                self._socket.sendall(line[sent:])
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


def _renumbered(file: int) -> int | None:
    try:
        return fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, LOWEST_FILE)
    except OSError:
        return None
    finally:
        os.close(file)


def _line(message: Message) -> bytes:
    return json.dumps(message).encode() + b"\n"
