"""What runs in the process of the link."""

import os
import signal
import threading
import traceback
from collections.abc import Callable

from logging_core.loggers.runtime.channel import ChildsEnd, Closed
from logging_core.loggers.runtime.link.drain import Drain
from logging_core.loggers.runtime.link.plan_reader import PlanReader
from logging_core.loggers.runtime.link.publishing import Publisher
from logging_core.loggers.runtime.settings import RuntimeSettings


def run(channel: ChildsEnd, settings: RuntimeSettings) -> int:
    """Until the supervisor ends, or a thread of it fails: then all of it begins anew. Gives the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all; the supervisor tells us
    publisher = Publisher(settings.redis_url)
    _in_background(PlanReader(settings.database_url, channel).run)
    _in_background(Drain(settings.database_url, settings.places, channel, publisher).run)
    _in_background(publisher.run)
    try:
        while True:
            publisher.status(channel.receive()["status"])
    except Closed:
        return 0


def _in_background(work: Callable[[], object]) -> None:
    def guarded() -> None:
        try:
            work()
        except Closed:
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    threading.Thread(target=guarded, daemon=True).start()
