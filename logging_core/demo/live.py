"""The process that keeps the demonstration alive.

It ends at once on SIGTERM, as any process does: transactions and pictures are whole or not there.
"""

import logging
import time
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from logging_core.demo import pictures
from logging_core.demo.crew import Crew
from logging_core.demo.following import Follower
from logging_core.shared import clock

log = logging.getLogger(__name__)
STEP_S, RETRY_S = 0.3, 1.0
PRUNE_EVERY = timedelta(minutes=10)


class Demonstration:
    """People who log, and instruments that attach what they measure."""

    def __init__(self, moment: datetime) -> None:
        self.crew = Crew(Random(int(moment.timestamp())), moment)  # noqa: S311
        self.instruments = Follower()
        self._prune_at = moment

    def step(self, moment: datetime) -> None:
        self.crew.step(moment)
        self.instruments.step()
        if moment >= self._prune_at:
            pictures.prune(settings.IMAGES_DIR)
            self._prune_at = moment + PRUNE_EVERY


def run() -> None:
    """Run for ever. While the database is away, try again every second; then go on where it stopped."""
    demonstration: Demonstration | None = None
    away = False
    while True:
        try:
            demonstration = demonstration or Demonstration(clock.now())
            demonstration.step(clock.now())
            away = False
        except (OperationalError, InterfaceError) as problem:
            if not away:
                log.warning("the demonstration lost the database and keeps trying: %s", problem)
            away = True
            connection.close()
        time.sleep(RETRY_S if away else STEP_S)
