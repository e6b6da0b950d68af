"""TimeoutReader: tells when another reader falls silent and when it speaks again."""

import time
from collections.abc import Iterable
from typing import Any

from logging_core.loggers.base.component import Component, Reader, Record
from logging_core.loggers.base.silence import Silence


class TimeoutReader(Reader):
    """Gives only messages: one `timeout` seconds after the last record of `reader`, one when records come again.

    An empty record counts as a record with `empty_is_okay`. `none_is_okay` is accepted; nothing is never a record.
    """

    passes_on = Silence

    def __init__(
        self, reader: Reader, empty_is_okay: bool = False, none_is_okay: bool = False, **silence: Any
    ) -> None:
        super().__init__()
        self.reader = reader
        self.empty_is_okay = empty_is_okay
        self._silence = Silence(**silence)

    def parts(self) -> Iterable[Component]:
        return (self.reader,)

    def read(self) -> Record:
        record = self.reader.read()
        came = record is not None and (bool(record) or self.empty_is_okay)
        return self._silence.heard() if came else self._silence.check(time.monotonic())

    def close(self) -> None:
        self.reader.close()
