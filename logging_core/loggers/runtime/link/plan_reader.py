"""Reads the plan whenever the journal rings the bell, and every two seconds."""

import select
import time
from typing import Any

from logging_core.loggers.runtime.channel import ChildsEnd
from logging_core.loggers.runtime.link.database import AWAY, connected

CHANNEL = "sealog_feed"
EVERY = 2.0  # seconds
AT_MOST_EVERY = 0.1  # seconds; the bell rings for every change of anything
VERSION = "SELECT version FROM logging_core_loggerplan WHERE id = 1"
PLAN = "SELECT version, plan FROM logging_core_loggerplan WHERE id = 1"


class PlanReader:
    """Sends {"plan": ...} to the supervisor when its version has changed, and after each start."""

    def __init__(self, url: str, channel: ChildsEnd) -> None:
        self._url = url
        self._channel = channel
        self._sent: int | None = None

    def run(self) -> None:
        """Until the supervisor ends. Raises Closed then."""
        while True:
            try:
                self._follow()
            except AWAY:  # told by the drain, which meets the same
                time.sleep(EVERY)

    def _follow(self) -> None:
        connection = connected(self._url, "plan")
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(f"LISTEN {CHANNEL}")
            while True:
                self._read(cursor)
                time.sleep(AT_MOST_EVERY)
                self._wait_for_the_bell(connection)
        finally:
            connection.close()

    def _read(self, cursor: Any) -> None:
        cursor.execute(VERSION)
        if (row := cursor.fetchone()) is None or row[0] == self._sent:
            return
        cursor.execute(PLAN)
        version, plan = cursor.fetchone()
        self._channel.send({"plan": {**plan, "version": version} if isinstance(plan, dict) else plan})
        self._sent = version

    @staticmethod
    def _wait_for_the_bell(connection: Any) -> None:
        select.select([connection], [], [], EVERY)
        connection.poll()
        connection.notifies.clear()
