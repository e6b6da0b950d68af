"""No process outlives the one that started it."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(number: signal.Signals, parent: int) -> None:
    """Ask the kernel for `number` when our parent process ends. Other systems than Linux can not do that."""
    if not sys.platform.startswith("linux"):
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)
