"""What `up` prints: each line with the name of the process that wrote it."""

import contextlib
import os
import queue
import sys
import threading
from typing import BinaryIO

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)
MOST_WAITING = 100_000  # lines
WIDTH = 8


class Output:
    """Writes in a thread of its own: a terminal that was halted (Ctrl-S) must not halt the supervisor."""

    def __init__(self, stream: BinaryIO | None = None) -> None:
        self._stream = stream or sys.stdout.buffer
        self._coloured = self._stream.isatty() and not os.environ.get("NO_COLOR")
        self._names: list[str] = []
        self._unseen = 0
        self._lines: queue.Queue[bytes | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._write, daemon=True, name="up-output")
        self._thread.start()

    def say(self, text: str) -> None:
        for line in text.splitlines():
            self.line("up", line.encode())

    def line(self, name: str, text: bytes) -> None:
        self._put(self._label(name) + text + b"\n")

    def block(self, text: str) -> None:
        self._put(text.encode() + b"\n")

    def close(self, seconds: float = 1.0) -> None:
        """Print what waits, for at most `seconds`."""
        with contextlib.suppress(queue.Full):
            self._lines.put_nowait(None)
        self._thread.join(seconds)

    def _put(self, line: bytes) -> None:
        try:
            if self._unseen:
                self._lines.put_nowait(
                    f"({self._unseen} lines were not printed: the output was halted)\n".encode()
                )
                self._unseen = 0
            self._lines.put_nowait(line)
        except queue.Full:
            self._unseen += 1

    def _label(self, name: str) -> bytes:
        if name not in self._names:
            self._names.append(name)
        label = f"{name:<{WIDTH}} | "
        if self._coloured:
            label = f"\033[{COLOURS[self._names.index(name) % len(COLOURS)]}m{label}\033[0m"
        return label.encode()

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            # The terminal may be gone; the processes run on without it.
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(line)
                if self._lines.empty():
                    self._stream.flush()
