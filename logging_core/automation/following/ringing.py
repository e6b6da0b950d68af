"""A web process that sees a change wakes the followers, instead of letting them wait for the next second."""

import logging
import threading

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
NOT_OFTENER_S = 0.5
_news = threading.Event()
_ringer: threading.Thread | None = None


def ring() -> None:
    """There is news. Never waits for the broker: that is done in a thread."""
    global _ringer
    if _ringer is None:
        _ringer = threading.Thread(target=_run, name="follower-bell", daemon=True)
        _ringer.start()
    _news.set()


def _run() -> None:
    while _news.wait():
        _news.clear()
        try:
            current_app.send_task("automation.follow", expires=2, retry=False, ignore_result=True)
        except (OperationalError, OSError) as problem:
            log.debug("the followers were not rung for: %s", problem)  # the next second they look anyway
        threading.Event().wait(NOT_OFTENER_S)
