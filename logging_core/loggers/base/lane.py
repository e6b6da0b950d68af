"""A queue and a thread of its own for a writer that may be slow, so that no other has to wait for it."""

import threading
import time
from collections import deque

from logging_core.loggers.base.component import BatchWriter, NotNow, Record, Writer

SLOW = 1.0  # seconds; a writer that takes longer for one record is not well
LONGEST_DRAIN = 5.0  # seconds that close() waits for what is still in the queue
RETRY = 0.25


class Lane:
    """Keeps up to `writer.backlog` records in order; what overflows is the oldest and is counted."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        writer.lane = self
        self._broken = False
        self._queue: deque[Record] = deque()
        self._in_hand: list[Record] = []
        self._moving = threading.Lock()  # held while records go from the queue into the hand or back
        self._something = threading.Event()
        self._closing = threading.Event()
        self._given_up = threading.Event()
        self._thread: threading.Thread | None = None
        self._unwell_at = time.monotonic()

    def put(self, record: Record) -> None:
        """Never waits. A list is kept element by element, so that none is sent twice after a fault."""
        if isinstance(record, list):
            for part in record:
                self.put(part)
            return
        if self._thread is None:
            self._start()
        if len(self._queue) >= self.writer.backlog:
            self._drop_oldest()
        self._queue.append(record)
        if not self._something.is_set():
            self._something.set()

    def has_room(self) -> bool:
        """Whether a reader that can wait may go on; a writer in trouble is not waited for."""
        return len(self._queue) < self.writer.backlog // 2 or self.writer.trouble is not None

    def __len__(self) -> int:
        return len(self._queue)

    def has_been_well(self, seconds: float) -> bool:
        """For so long nothing went wrong, and nothing waits now."""
        with self._moving:
            waits = bool(self._queue or self._in_hand)
        return not waits and time.monotonic() - self._unwell_at > seconds

    def end(self) -> None:
        """Without the writer, which is called directly from now on. Nothing must wait any more."""
        self._closing.set()
        self._something.set()
        self.writer.lane = None

    def close(self) -> None:
        """Lets the writer finish what it can in LONGEST_DRAIN seconds; counts what is left."""
        self._closing.set()
        self._something.set()
        if self._thread is not None:
            self._thread.join(LONGEST_DRAIN)
        self._given_up.set()
        with self._moving:
            left = len(self._queue) + len(self._in_hand)
        if left:
            self.writer.tally.add("left in the queue at the end", count=left)
        self.writer.close()

    def _start(self) -> None:
        # Here and not in __init__: threads do not survive the fork of a logger process.
        self._thread = threading.Thread(target=self._run, name=type(self.writer).__name__, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._given_up.is_set() and not (self._closing.is_set() and not self._queue):
            self._something.wait()
            self._something.clear()
            while self._queue and self._write_next():
                pass

    def _write_next(self) -> bool:
        """Whether to go on at once."""
        records = self._take()
        began = self.writer.busy_since = time.monotonic()
        try:
            self.writer.write_batch(records) if isinstance(self.writer, BatchWriter) else self.writer.write(
                records[0]
            )
            self.writer.count += len(records)
            if self._broken:
                self.writer.trouble, self._broken = None, False
        except NotNow:
            self._unwell_at = time.monotonic()
            return self._keep(records)
        except Exception as trouble:  # a broken writer must not end the thread that counts for it
            self.writer.tally.add(f"failed: {type(trouble).__name__}", trouble, len(records))
            self.writer.trouble, self._broken = str(trouble), True
        finally:
            self.writer.busy_since = None
        if time.monotonic() - began > SLOW:
            self._unwell_at = time.monotonic()
        self._in_hand = []
        return not self._given_up.is_set()

    def _take(self) -> list[Record]:
        most = self.writer.batch if isinstance(self.writer, BatchWriter) else 1
        with self._moving:
            records: list[Record] = []
            while self._queue and len(records) < most:
                records.append(self._queue.popleft())
            self._in_hand = records
        return records

    def _keep(self, records: list[Record]) -> bool:
        with self._moving:
            self._queue.extendleft(reversed(records))
            self._in_hand = []
        while len(self._queue) > self.writer.backlog:
            self._drop_oldest()
        self._something.set()
        # While closing, only giving up ends the wait: what is away is tried again at the same pace.
        waits = self._given_up if self._closing.is_set() else self._closing
        return not waits.wait(RETRY)

    def _drop_oldest(self) -> None:
        try:
            self.writer.tally.add("queue full", self._queue.popleft())
        except IndexError:  # its own thread took the last one meanwhile
            return
