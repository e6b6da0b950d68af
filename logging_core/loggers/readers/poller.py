"""PollerReader: a function of the site that asks a device, called again and again."""

import math
import queue
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.base.registry import plugin_function
from logging_core.loggers.base.site import Site
from logging_core.loggers.readers.polling import PollingReader


class PollerReader(PollingReader):
    """`function` is `package.module.name` in a plug-in package; it is called with `arguments` every `interval` s.

    It returns the columns of one row as a mapping, or a list of such rows, or None for nothing; a column
    `timestamp` (Unix seconds or an aware datetime) is the time of its row, else it is now. Each row becomes
    `{data_id, timestamp, fields}`. A call that takes longer than `timeout` seconds is counted, and no other is
    made before it returns.
    """

    failures = (Exception,)  # whatever a function of the site may raise is counted, and it is called again

    def __init__(
        self,
        function: str,
        interval: float,
        arguments: dict | None = None,
        data_id: str | None = None,
        timeout: float = 30.0,
        site: Site | None = None,
    ) -> None:
        super().__init__(interval)
        if interval <= 0:
            raise ValueError("interval: expected seconds greater than 0")
        self._function = plugin_function(function, site or Site())
        self._arguments = arguments or {}
        self.data_id = data_id
        self.timeout = timeout
        self._answers: queue.Queue[Any] = queue.Queue()
        self._asked_at: float | None = None

    def poll(self) -> Record:
        if self._asked_at is None:
            self._asked_at = time.monotonic()
            threading.Thread(target=self._ask, args=(self._function,), daemon=True).start()
        return self._answer()

    def receive(self) -> Record:
        return super().receive() if self._asked_at is None else self._answer()

    def _ask(self, function: Callable[..., Any]) -> None:
        """In a thread, since a device may not answer at all."""
        try:
            self._answers.put(function(**self._arguments))
        except Exception as trouble:
            self._answers.put(trouble)

    def _answer(self) -> Record:
        try:
            answer = self._answers.get(timeout=PATIENCE)
        except queue.Empty:
            self._late()
            return None
        self._asked_at = None
        if isinstance(answer, Exception):
            raise answer
        self.trouble = None
        rows = answer if isinstance(answer, list | tuple) else [] if answer is None else [answer]
        return [row for row in map(self._row, rows) if row is not None] or None

    def _late(self) -> None:
        if self.trouble is None and time.monotonic() - (self._asked_at or 0) > self.timeout:
            self.trouble = f"the function has not returned for {self.timeout:g} s"
            self.tally.add("no answer in time")

    def _row(self, columns: Any) -> dict[str, Any] | None:
        if not isinstance(columns, Mapping):
            self.refuse(columns)
            return None
        fields = {str(name): _plain(value) for name, value in columns.items() if name != "timestamp"}
        moment = columns.get("timestamp")
        seconds = moment.timestamp() if isinstance(moment, datetime) and moment.tzinfo else moment
        if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not math.isfinite(seconds):
            if moment is not None:
                self.tally.add("not a time, now was taken", moment)
            seconds = time.time()
        named = {"data_id": self.data_id} if self.data_id else {}
        return {**named, "timestamp": float(seconds), "fields": fields}


def _plain(value: Any) -> Any:
    """What JSON has a word for: numbers of other kinds as float, all else as text, what is no number as None."""
    if isinstance(value, float | Decimal) or (hasattr(value, "__float__") and not isinstance(value, int)):
        number = float(value)
        return number if math.isfinite(number) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)
