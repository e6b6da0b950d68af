"""Readers and writers of things that come and go: ports, sockets, brokers, servers."""

import time
from typing import ClassVar

from logging_core.loggers.base.component import PATIENCE, NotNow, Reader, Record, Writer
from logging_core.loggers.base.keeping import Keeping
from logging_core.loggers.base.retrying import Backoff

Failures = tuple[type[Exception], ...]


class ConnectedReader(Reader):
    """Opens when it is read, and opens again after a fault, a little later each time.

    Subclasses give `open`, `receive` and `shut`; what they raise of `failures` is counted and retried. What may be
    kept open over the death of the process they give to `keeping`, and take from there first.
    """

    failures: ClassVar[Failures] = (OSError,)

    def __init__(self) -> None:
        super().__init__()
        self.keeping = Keeping()
        self.backoff = Backoff()
        self.is_open = False

    def open(self) -> None:
        raise NotImplementedError

    def receive(self) -> Record:
        """The next record, or None after about PATIENCE seconds of silence."""
        raise NotImplementedError

    def shut(self) -> None:
        raise NotImplementedError

    def read(self) -> Record:
        if not self.is_open and not self._opened():
            return None
        try:
            return self.receive()
        except self.failures as trouble:
            self._failed("connection lost", trouble)
            return None

    def close(self) -> None:
        self.is_open = False
        self.shut()

    def _opened(self) -> bool:
        if (wait := self.backoff.wait_left()) > 0:
            time.sleep(min(wait, PATIENCE))
            return False
        try:
            self.open()
        except self.failures as trouble:
            self._failed("cannot be opened", trouble)
            return False
        self.is_open, self.trouble = True, None
        self.backoff.succeeded()
        return True

    def _failed(self, cause: str, trouble: Exception) -> None:
        self.close()
        self.backoff.failed()
        self.trouble = f"{cause}: {trouble}"
        self.tally.add(cause, trouble)


class ConnectedWriter(Writer):
    """Opens when it writes, and opens again after a fault, a little later each time.

    Subclasses give `open`, `send` and `shut`. While there is no connection `write` raises NotNow at once.
    """

    failures: ClassVar[Failures] = (OSError,)

    def __init__(self) -> None:
        super().__init__()
        self.backoff = Backoff(longest=10.0)
        self.is_open = False

    def open(self) -> None:
        raise NotImplementedError

    def send(self, record: Record) -> None:
        raise NotImplementedError

    def shut(self) -> None:
        raise NotImplementedError

    def write(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            self._write(part)

    def close(self) -> None:
        self.is_open = False
        self.shut()

    def _write(self, record: Record) -> None:
        try:
            if not self.is_open:
                self._open()
            self.send(record)
        except self.failures as trouble:
            self.close()
            self.backoff.failed()
            self.trouble = str(trouble) or type(trouble).__name__
            raise NotNow(self.trouble) from trouble

    def _open(self) -> None:
        if self.backoff.wait_left() > 0:
            raise NotNow(self.trouble)
        self.open()
        self.is_open, self.trouble = True, None
        self.backoff.succeeded()
