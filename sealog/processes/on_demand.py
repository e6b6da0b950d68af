"""Keeps a program that is rarely wanted: started when somebody rings, ended when nobody has rung for a while.

    python -m sealog.processes.on_demand BELL SECONDS COMMAND...

BELL is the path of a unix datagram socket; each datagram is a ring. Waiting costs little: it knows no Django.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

from sealog.processes.parent import end_with_parent

SECONDS_TO_END = 5
LOOK_EVERY_S = 5.0


class OnDemand:
    """Waits for rings; one child at most."""

    def __init__(self, bell: Path, seconds: float, command: list[str]) -> None:
        self._seconds = seconds
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        bell.parent.mkdir(mode=0o700, exist_ok=True)  # what it starts may listen there: for nobody else
        bell.unlink(missing_ok=True)
        self._bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._bell.bind(str(bell))

    def serve(self) -> None:
        quiet = 0.0
        while True:
            self._bell.settimeout(LOOK_EVERY_S if self._running else None)
            try:
                self._bell.recv(16)
                quiet = 0.0
                self._start()
            except TimeoutError:
                quiet += LOOK_EVERY_S
            if quiet >= self._seconds:
                self.end()

    @property
    def _running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _start(self) -> None:
        if self._running:
            return
        parent = os.getpid()
        self._child = subprocess.Popen(
            self._command, preexec_fn=lambda: end_with_parent(signal.SIGKILL, parent), stdin=subprocess.DEVNULL
        )

    def end(self) -> None:
        if self._child is None:
            return
        self._child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(SECONDS_TO_END)
        self._child.kill()
        self._child.wait()
        self._child = None


def main(bell: str, seconds: str, *command: str) -> None:
    keeper = OnDemand(Path(bell), float(seconds), list(command))

    def stop(_number: int, _frame: FrameType | None) -> None:
        keeper.end()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    keeper.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
