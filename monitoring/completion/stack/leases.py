"""Signs of life while long work is done, and the news that somebody else has taken it over."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

BEATS = 3  # per lease


@contextmanager
def beating(beat: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """Call `beat` now and then inside the block; gives a function that says whether the lease was lost."""
    ended, lost = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(beat, ended, lost), daemon=True, name="heartbeat")
    thread.start()
    try:
        yield lost.is_set
    finally:
        ended.set()
        thread.join()


def _beat(beat: Callable[[], bool], ended: threading.Event, lost: threading.Event) -> None:
    try:
        while not ended.wait(settings.ARCHIVE_LEASE_SECONDS / BEATS):
            try:
                if not beat():
                    lost.set()
                    return
            except DatabaseError:
                connection.close()  # the next beat tries anew
    finally:
        connection.close()
