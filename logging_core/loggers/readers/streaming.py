"""What readers of byte streams have in common: cutting what comes into records."""

from collections import deque

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.framing import Framer, unescape
from logging_core.loggers.wires.connected import ConnectedReader

CHUNK = 1024  # bytes that are read at once, and so all that a process which is killed can take with it


class StreamReader(ConnectedReader):
    """Records end with `eol`, a newline unless given; with `max_bytes` and no `eol` they are that many bytes.

    Subclasses give `fill`, which hands what came on to `take`, and set `in_doubt` when the next record may have
    lost its beginning.
    """

    in_doubt = False

    def __init__(self, eol: str | None, max_bytes: int | None) -> None:
        super().__init__()
        if max_bytes is not None and max_bytes < 1:
            raise ValueError("max_bytes: expected a number greater than 0")
        size = max_bytes if eol is None else None
        self._framer = Framer(unescape(eol or "\n").encode("latin-1"), self._overlong, size)
        self._records: deque[bytes] = deque()

    def fill(self) -> bool:
        """Whether something came within PATIENCE seconds. Raises one of `failures` when the source is gone."""
        raise NotImplementedError

    def read(self) -> Record:
        return self.from_bytes(self._records.popleft()) if self._records else super().read()

    def receive(self) -> Record:
        while not self._records:
            if not self.fill():
                return None
        return self.from_bytes(self._records.popleft())

    def from_bytes(self, data: bytes) -> Record:
        """The record that these bytes are; no bytes are nothing."""
        if self.in_doubt:
            self.in_doubt = False
            self.tally.add("line may lack its beginning", data[:80])
        return self.record_of(data) if data else None

    def _opened(self) -> bool:
        """What an earlier connection left without an end is a record of its own, never the start of the next."""
        self.take_rest()
        return super()._opened()

    def take(self, data: bytes) -> None:
        self._records.extend(self._framer.feed(data))

    def take_rest(self) -> None:
        """What came without its end is a record too, and counted."""
        rest = self._framer.take_rest()
        if rest:
            self.tally.add("line without its end", rest[:80])
            self._records.append(rest)

    def _overlong(self, piece: bytes) -> None:
        self.tally.add("line cut, no end mark", piece[:80])
