"""Memory of this process."""

import os
import resource
import sys
from pathlib import Path

STATM = Path("/proc/self/statm")


def memory_kb() -> int:
    """Resident, what is shared with other processes included."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except OSError:  # not Linux: the most it ever was
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most // 1024 if sys.platform == "darwin" else most
