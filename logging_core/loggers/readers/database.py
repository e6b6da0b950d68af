"""DatabaseReader: stored values of this system."""

import time
from collections import deque
from itertools import groupby

from logging_core.loggers.base.component import PATIENCE, EndOfInput, Record
from logging_core.loggers.base.site import Site, Value
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.wires.connected import ConnectedReader

AT_A_TIME = 5000  # values


class DatabaseReader(ConnectedReader):
    """One record for each moment and source, in the order of time; of the named `fields`, or of all.

    With `tail` it waits for later values and looks every `sleep_interval` seconds; values that come in later than
    others of a later time are not seen. Database, host, user and password of older definitions are not used.
    """

    waits = True

    def __init__(
        self,
        fields: list | None = None,
        database: str | None = None,
        host: str | None = None,
        user: str | None = None,
        password: str | None = None,
        tail: bool = False,
        sleep_interval: float = 1.0,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        self.fields = [str(name) for name in fields] if fields else None
        self.tail = tail
        self.sleep_interval = sleep_interval
        self._recall = site.recall if site else None
        self._records: deque[DASRecord] = deque()
        self._after = -1
        self._due = 0.0

    def open(self) -> None:
        if self._recall is None:
            raise OSError("this site has no stored values")

    def receive(self) -> Record:
        if not self._records and not self._fetch():
            return None
        return self._records.popleft()

    def shut(self) -> None:
        """The connection is the site's."""

    def _fetch(self) -> bool:
        if (wait := self._due - time.monotonic()) > 0:
            time.sleep(min(wait, PATIENCE))
            return False
        values = self._recall(self.fields, self._after, AT_A_TIME) if self._recall else []
        if not values and not self.tail:
            raise EndOfInput
        if not values:
            self._due = time.monotonic() + self.sleep_interval
            return False
        self._after = values[-1][0]
        self._records.extend(_records(values))
        return True


def _records(values: list[Value]) -> list[DASRecord]:
    moments = groupby(sorted(values, key=lambda value: (value[0], value[2])), lambda value: (value[0], value[2]))
    return [
        DASRecord(source or None, None, at / 1_000_000, {name: value for _, name, _, value in group})
        for (at, source), group in moments
    ]
