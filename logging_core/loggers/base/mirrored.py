"""`mirror_to`: a copy of each result of a reader or transform goes to a writer, beside the flow."""

from collections.abc import Iterable

from logging_core.loggers.base.component import Component, Reader, Record, Transform, Writer
from logging_core.loggers.base.composed import ComposedWriter


class MirroredReader(Reader):
    def __init__(self, reader: Reader, writer: Writer) -> None:
        super().__init__()
        self.reader = reader
        self.waits = reader.waits
        self._copies = ComposedWriter(writers=[writer])

    def parts(self) -> Iterable[Component]:
        return (self.reader, *self._copies.writers)

    def read(self) -> Record:
        record = self.reader.read()
        if record is not None:
            self._copies.write(record)
        return record

    def close(self) -> None:
        self.reader.close()
        self._copies.close()


class MirroredTransform(Transform):
    def __init__(self, inner: Transform, writer: Writer) -> None:
        super().__init__()
        self.inner = inner
        self._copies = ComposedWriter(writers=[writer])

    def parts(self) -> Iterable[Component]:
        return (self.inner, *self._copies.writers)

    def transform(self, record: Record) -> Record:
        record = self.inner.transform(record)
        if record is not None:
            self._copies.write(record)
        return record

    def close(self) -> None:
        self.inner.close()
        self._copies.close()
