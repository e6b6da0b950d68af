"""Several readers as one, and transforms with several writers as one."""

import queue
import threading
import time
from collections.abc import Iterable, Sequence

from logging_core.loggers.base.component import (
    PATIENCE,
    Component,
    EndOfInput,
    NotNow,
    Reader,
    Record,
    Transform,
    Writer,
)
from logging_core.loggers.base.lane import SLOW, Lane
from logging_core.loggers.base.starving import Starving

CALM = 1.0  # seconds
MOST_WAITING = 10_000


def through(transforms: Sequence[Transform], record: Record) -> Record:
    """The record after all transforms, or None; one that fails counts it and drops the record."""
    for transform in transforms:
        if record is None or record == "" or record == []:
            return None
        try:
            record = transform.transform(record)
        except Exception as trouble:  # one bad record must not end a logger
            transform.tally.add(f"failed: {type(trouble).__name__}", f"{trouble}: {record}")
            return None
        if record is not None:
            transform.count += 1 if type(record) is not list else len(record)
    return record


class ComposedReader(Reader):
    """Records of all readers in the order of arrival, after the transforms; ends when all have ended."""

    def __init__(self, readers: list, transforms: list | None = None) -> None:
        super().__init__()
        if not readers:
            raise ValueError("readers: at least one is needed")
        self.readers: list[Reader] = readers
        self.transforms: list[Transform] = transforms or []
        self.waits = all(reader.waits for reader in self.readers)
        self._arrived: queue.Queue[Record] = queue.Queue(MOST_WAITING)
        self._running: list[threading.Thread] = []
        self._closing = threading.Event()

    def parts(self) -> Iterable[Component]:
        return [*self.readers, *self.transforms]

    def read(self) -> Record:
        if len(self.readers) > 1:
            return through(self.transforms, self._next())
        reader = self.readers[0]
        record = reader.read()
        if record is None:
            return None
        reader.count += 1 if type(record) is not list else len(record)
        return through(self.transforms, record)

    def close(self) -> None:
        self._closing.set()
        for reader in self.readers:
            reader.close()

    def _next(self) -> Record:
        if not self._running:
            self._running = [self._start(reader) for reader in self.readers]
        try:
            return self._arrived.get(timeout=PATIENCE)
        except queue.Empty:
            if not any(thread.is_alive() for thread in self._running) and self._arrived.empty():
                raise EndOfInput from None
            return None

    def _start(self, reader: Reader) -> threading.Thread:
        thread = threading.Thread(target=self._feed, args=(reader,), name=type(reader).__name__, daemon=True)
        thread.start()
        return thread

    def _feed(self, reader: Reader) -> None:
        broken = False
        while not self._closing.is_set():
            try:
                record = reader.read()
            except EndOfInput:
                return
            except Exception as trouble:  # a broken reader must not leave the logger deaf without a word
                reader.tally.add(f"failed: {type(trouble).__name__}", trouble)
                reader.trouble, broken = str(trouble), True
                self._closing.wait(PATIENCE)
                continue
            if broken:
                reader.trouble, broken = None, False
            if record is not None:
                reader.count += 1 if type(record) is not list else len(record)
                self._put(reader, record)

    def _put(self, reader: Reader, record: Record) -> None:
        while not self._closing.is_set():
            try:
                self._arrived.put(record, timeout=PATIENCE)
                return
            except queue.Full:
                if not reader.waits:
                    reader.tally.add("queue full", record)
                    return


class ComposedWriter(Writer):
    """Transforms in order, then every writer by itself: none waits for another, none stops another.

    Local writers are called in turn, in the thread of the caller, so that a line is on disk before the next one is
    read. Every other writer has a lane, and so has a local one that took SLOW seconds or could not write, until it
    has caught up and been well for CALM seconds: what waits in a lane dies with the process.
    """

    def __init__(self, transforms: list | None = None, writers: list | None = None) -> None:
        super().__init__()
        self.transforms: list[Transform] = transforms or []
        self.writers: list[Writer] = writers or []
        self.local = True
        self._lanes = {writer: Lane(writer) for writer in self.writers if not writer.local}
        self._broken: set[Writer] = set()
        self._starving = Starving()

    def parts(self) -> Iterable[Component]:
        return [*self.transforms, *self.writers]

    def write(self, record: Record) -> None:
        if self.transforms:
            record = through(self.transforms, record)
        if record is None or record == "" or record == []:
            return
        for writer in self.writers:
            lane = self._lane_of(writer)
            if lane is not None:
                lane.put(record)
            else:
                self._directly(writer, record)

    def has_room(self) -> bool:
        """Whether a reader that can wait may go on."""
        inner = [writer for writer in self.writers if isinstance(writer, ComposedWriter)]
        return all(lane.has_room() for lane in self._lanes.values()) and all(part.has_room() for part in inner)

    def close(self) -> None:
        for writer in self.writers:
            lane = self._lanes.get(writer)
            lane.close() if lane is not None else writer.close()

    def _lane_of(self, writer: Writer) -> Lane | None:
        lane = self._lanes.get(writer)
        if lane is None or not writer.local or not lane.has_been_well(CALM):
            return lane
        lane.end()
        del self._lanes[writer]
        return None

    def _directly(self, writer: Writer, record: Record) -> None:
        began = writer.busy_since = time.monotonic()
        self._starving.look(began)
        try:
            writer.write(record)
            writer.count += 1 if type(record) is not list else len(record)
            if self._broken:
                self._mended(writer)
        except NotNow:
            self._lanes[writer] = Lane(writer)
            self._lanes[writer].put(record)
        except Exception as trouble:  # one broken writer must not stop the others
            writer.tally.add(f"failed: {type(trouble).__name__}", trouble)
            writer.trouble = str(trouble)
            self._broken.add(writer)
        writer.busy_since = None
        took = time.monotonic() - began
        if took > SLOW and took - self._starving.since_look() > SLOW and writer not in self._lanes:
            writer.tally.add("slow, moved to a lane of its own")
            self._lanes[writer] = Lane(writer)

    def _mended(self, writer: Writer) -> None:
        if writer in self._broken:
            self._broken.discard(writer)
            writer.trouble = None
