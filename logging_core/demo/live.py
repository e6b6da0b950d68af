"""The process that keeps the demonstration alive.

It ends at once on SIGTERM, as any process does: transactions and pictures are whole or not there.
"""

import logging
import time
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from logging_core.demo import aux_rules, cruise_definition, pictures, places, raw_files, voyage
from logging_core.demo.cameras import Cameras
from logging_core.demo.crew import Crew
from logging_core.demo.measurements import Instruments
from logging_core.demo.sensors.playing import Sensors
from logging_core.demo.sensors.ports import LOOPBACK
from logging_core.shared import clock

log = logging.getLogger(__name__)
STEP_S, RETRY_S = 0.3, 1.0
PRUNE_EVERY = timedelta(minutes=10)
LOOK_EVERY = timedelta(seconds=5)  # at the dives, which people may correct or end


class Demonstration:
    """People who log, sensors that loggers listen to, and cameras; rules attach what these say to events."""

    def __init__(self, moment: datetime, seers: tuple[Sensors | Cameras, ...] = ()) -> None:
        self.crew = Crew(Random(int(moment.timestamp())), moment)  # noqa: S311
        self.seers = seers
        self._prune_at = self._look_at = moment

    def step(self, moment: datetime) -> None:
        self._look(moment)
        self.crew.step(moment)
        if moment >= self._prune_at:
            pictures.prune(settings.IMAGES_DIR)
            raw_files.prune(places.raw(), moment)
            self._prune_at = moment + PRUNE_EVERY

    def _look(self, moment: datetime) -> None:
        """Tell sensors and cameras where ship and vehicle are."""
        if self.seers and moment >= self._look_at:
            cruise = voyage.stored_cruise()
            scene = Instruments(cruise.start_ts, voyage.stored_dives()) if cruise else None
            for seer in self.seers:
                seer.scene = scene
            self._look_at = moment + LOOK_EVERY


def run() -> None:
    """Run for ever. While the database is away, try again every second; then go on where it stopped."""
    seers = (Sensors(places.ports(), places.udp_ports()), Cameras((LOOPBACK, places.camera_port())))
    for seer in seers:
        seer.start()
    demonstration: Demonstration | None = None
    away = False
    while True:
        try:
            demonstration = demonstration or _begin(seers)
            demonstration.step(clock.now())
            away = False
        except (OperationalError, InterfaceError) as problem:
            if not away:
                log.warning("the demonstration lost the database and keeps trying: %s", problem)
            away = True
            connection.close()
        time.sleep(RETRY_S if away else STEP_S)


def _begin(seers: tuple[Sensors | Cameras, ...]) -> Demonstration:
    cruise_definition.load_once()
    aux_rules.load_once()
    return Demonstration(clock.now(), seers)
