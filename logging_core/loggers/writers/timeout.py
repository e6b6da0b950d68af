"""TimeoutWriter: tells when records stop coming, and when they come again."""

import threading
import time
from collections.abc import Iterable
from typing import Any

from logging_core.loggers.base.component import Component, Record, Writer
from logging_core.loggers.base.composed import ComposedWriter
from logging_core.loggers.base.silence import Silence

STEP = 0.25  # seconds between two looks at the clock


class TimeoutWriter(Writer):
    """Writes only messages to `writer`: one `timeout` seconds after the last record, one when they come again.

    `none_is_okay` is accepted; an empty record counts with `empty_is_okay`.
    """

    local = True
    passes_on = Silence

    def __init__(
        self, writer: Writer, empty_is_okay: bool = False, none_is_okay: bool = False, **silence: Any
    ) -> None:
        super().__init__()
        self._out = ComposedWriter(writers=[writer])
        self.empty_is_okay = empty_is_okay
        self._silence = Silence(**silence)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._watch: threading.Thread | None = None

    def parts(self) -> Iterable[Component]:
        return self._out.parts()

    def write(self, record: Record) -> None:
        if record or self.empty_is_okay:
            with self._lock:
                self._out.write(self._silence.heard())

    def start(self) -> None:
        self._watch = threading.Thread(target=self._run, name="TimeoutWriter", daemon=True)
        self._watch.start()

    def close(self) -> None:
        self._closing.set()
        if self._watch is not None:
            self._watch.join(2)
        self._out.close()

    def _run(self) -> None:
        while not self._closing.wait(STEP):
            with self._lock:
                self._out.write(self._silence.check(time.monotonic()))
