"""Once a second all that was written goes to the disk itself, so that a power cut costs a second at most."""

import logging
import time

from logging_core.loggers.files import appending
from logging_core.loggers.runtime.spool.writing import SpoolWriter

log = logging.getLogger(__name__)


def keep_synced(spool: SpoolWriter) -> None:
    """For ever, in a thread of its own. All loggers do it at one moment: the disk then does it once for all."""
    said = ""
    while True:
        time.sleep(1.0 - time.time() % 1.0)
        try:
            appending.sync_all()
            spool.sync()
            said = ""
        except OSError as trouble:
            if str(trouble) != said:
                log.error("what was written cannot be brought to the disk: %s", trouble)
            said = str(trouble)
