"""One logger config as it runs: read, transform, write, wait for the interval."""

import time
from collections.abc import Iterator

from logging_core.loggers.base.component import PATIENCE, Component, EndOfInput, Record
from logging_core.loggers.base.composed import ComposedReader, ComposedWriter


class Pipeline:
    """`step` does one round and blocks no longer than PATIENCE seconds or a slow local writer.

    Whoever runs it calls `step` until its own reason to stop or EndOfInput, then `close`. Nothing else ends it:
    faults of sensors and outputs are counted in the tallies of the parts and retried.
    """

    def __init__(self, reader: ComposedReader, writer: ComposedWriter, interval: float = 0.0) -> None:
        self.reader = reader
        self.writer = writer
        self.interval = interval
        self._due = 0.0
        self._started = False
        self._broken: Component | None = None

    def start(self) -> None:
        for part in self.parts():
            part.start()
        self._started = True

    def step(self) -> Record:
        """The record that was read and written, or None when nothing came. Raises EndOfInput."""
        if not self._started:
            self.start()
        if not self._ready():
            return None
        record = self._read()
        if record is None or record == "" or record == []:
            return None
        if self.interval:
            self._due = time.monotonic() + self.interval
        self.writer.write(record)
        return record

    def run(self) -> None:
        """Until the end of a finite input."""
        try:
            while True:
                self.step()
        except EndOfInput:
            self.close()

    def close(self) -> None:
        self.reader.close()
        self.writer.close()

    def parts(self) -> Iterator[Component]:
        """Every component, outer ones first, for states and figures."""
        waiting: list[Component] = [self.reader, self.writer]
        while waiting:
            part = waiting.pop(0)
            yield part
            waiting.extend(part.parts())

    def _ready(self) -> bool:
        if self.interval and (wait := self._due - time.monotonic()) > 0:
            time.sleep(min(wait, PATIENCE))
            return wait <= PATIENCE
        if self.reader.waits and not self.writer.has_room():
            time.sleep(0.01)
            return False
        return True

    def _read(self) -> Record:
        try:
            record = self.reader.read()
        except EndOfInput:
            raise
        except Exception as trouble:  # a reader that breaks is counted and read again
            self._broken = self.reader.readers[0] if len(self.reader.readers) == 1 else self.reader
            self._broken.tally.add(f"failed: {type(trouble).__name__}", trouble)
            self._broken.trouble = str(trouble)
            time.sleep(PATIENCE)
            return None
        if self._broken is not None:
            self._broken.trouble = None
            self._broken = None
        return record
