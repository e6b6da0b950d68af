"""Processes made by fork, which never outlive the supervisor."""

import ctypes
import gc
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import NoReturn

from logging_core.loggers.runtime.channel import ChildsEnd, SupervisorsEnd, pair

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
_libc = ctypes.CDLL(None, use_errno=True)
Main = Callable[[ChildsEnd], int]


class Forked:
    """A child: its messages, and its standard error as a pipe that is read without waiting."""

    def __init__(self, pid: int, channel: SupervisorsEnd, errors: int) -> None:
        self.pid = pid
        self.channel = channel
        self.errors = errors

    def signal(self, number: signal.Signals) -> None:
        """The child has not been waited for, so that its number is still its own."""
        os.kill(self.pid, number)

    def close(self) -> None:
        self.channel.close()
        os.close(self.errors)


def fork(name: str, main: Main, inherited: Collection[int] = ()) -> Forked:
    """Run `main` in a child, whose exit code is its result. Of our files it keeps those `inherited`, by their
    numbers, which must be LOWEST_FILE or higher. Raises OSError.

    The caller must have one thread only.
    """
    ours, theirs = pair()
    reading, writing = os.pipe()
    supervisor = os.getpid()
    gc.freeze()  # what is there stays shared with the child
    try:
        pid = os.fork()
    except OSError:
        ours.close()
        theirs.close()
        os.close(reading)
        os.close(writing)
        raise
    if pid == 0:
        _be_child(name, main, theirs, writing, inherited, supervisor)
    theirs.close()
    os.close(writing)
    os.set_blocking(reading, False)
    return Forked(pid, ours, reading)


def _be_child(
    name: str, main: Main, channel: socket.socket, errors: int, inherited: Collection[int], supervisor: int
) -> NoReturn:
    """Never returns into the supervisor's code, whose objects stay untouched below us on the stack."""
    code = 1
    try:
        _end_with(supervisor)
        _name(name)
        _leave_signals()
        kept = _only(channel.fileno(), errors, inherited)
        channel.detach()
        code = main(ChildsEnd(socket.socket(fileno=kept)))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _only(channel: int, errors: int, inherited: Collection[int]) -> int:
    """Close all files but these: standard error becomes `errors`. Gives the new number of `channel`."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(errors, 1)
    os.dup2(errors, 2)
    os.set_blocking(2, True)
    os.dup2(channel, 3)
    for before, following in pairwise([3, *sorted(inherited), min(os.sysconf("SC_OPEN_MAX"), 65_536)]):
        os.closerange(before + 1, following)
    return 3


def _leave_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _end_with(supervisor: int) -> None:
    """Killed by the kernel when the supervisor ends; other systems than Linux notice the closed channel."""
    if not sys.platform.startswith("linux"):
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != supervisor:  # it ended before we could ask
        os._exit(1)


def _name(name: str) -> None:
    """For `ps` and `top`: up to 15 bytes."""
    if sys.platform.startswith("linux"):
        _libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)
