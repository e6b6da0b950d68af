"""Work in a process of its own that shares the test's database and may be killed at any moment."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

Line = tuple[str, int]


def forked(work: Callable[[], Any]) -> int:
    """Start `work` in a child process with a database connection of its own; returns its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        from django.db import connections

        for connection in connections.all():
            connection.connection = None  # the parent's; psycopg2 closes it in no other process
            connection.atomic_blocks = []
            connection.in_atomic_block = False
        work()
        code = 0
    except BaseException as problem:
        print(f"in a child process: {problem!r}", file=sys.stderr)
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for it; its exit code, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def lines_of(work: Callable[[], Any], folder: str) -> list[Line]:
    """Every line of code below `folder` that `work` passes, in the order of its first time."""
    seen: dict[Line, None] = {}
    _traced(work, folder, lambda line: seen.setdefault(line))
    return list(seen)


def killed_at(work: Callable[[], Any], folder: str, line: Line) -> int:
    """Run `work` in a child that gets SIGKILL when it comes to this line; its exit code."""

    def die(passed: Line) -> None:
        if passed == line:
            os.kill(os.getpid(), signal.SIGKILL)

    return ended(forked(lambda: _traced(work, folder, die)))


def _traced(work: Callable[[], Any], folder: str, passing: Callable[[Line], Any]) -> None:
    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        if not frame.f_code.co_filename.startswith(folder):
            return None
        if event == "line":
            passing((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)


__all__ = ["ended", "forked", "kill", "killed_at", "lines_of"]
