"""Handing a stored notification to a worker."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
TASK = "automation.send_notification"


def send_soon(number: int) -> None:
    """Now. While the broker is away, the next look of beat at what is due finds it."""
    try:
        current_app.send_task(TASK, args=[number], retry=False, ignore_result=True)
    except (OperationalError, OSError) as problem:
        log.warning("notification %s waits for the broker: %s", number, problem)
