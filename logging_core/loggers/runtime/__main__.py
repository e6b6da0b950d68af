"""`python -m logging_core.loggers.runtime`: runs the loggers in the foreground until SIGTERM."""

import fcntl
import os
import sys

from logging_core.loggers.runtime.settings import RuntimeSettings
from logging_core.loggers.runtime.supervisor.supervisor import Supervisor


def main() -> int:
    """The exit code."""
    try:
        settings = RuntimeSettings.of(os.environ)
        settings.places.make()
        lock = os.open(settings.places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held until this process ends, however it ends
    except BlockingIOError:
        sys.stderr.write(f"another supervisor of loggers runs on {settings.places.folder}\n")
        return 1
    except (KeyError, ValueError, OSError) as trouble:
        sys.stderr.write(f"the loggers cannot be started: {trouble!r}\n")
        return 1
    Supervisor(settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
