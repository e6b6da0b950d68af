"""Workers are told that there is something to do; when the broker is away, the next second they look anyway."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
LANES = ("near", "far")


def send(*lanes: str) -> None:
    for lane in lanes or LANES:
        try:
            current_app.send_task("automation.aux_data", args=[lane], expires=5, retry=False, ignore_result=True)
        except (OperationalError, OSError) as problem:
            log.debug("the workers were not told of aux data: %s", problem)
