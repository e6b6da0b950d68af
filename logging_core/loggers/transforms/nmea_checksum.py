"""NMEAChecksumTransform: passes sentences whose checksum is right."""

from collections.abc import Iterable

from logging_core.loggers.base.component import Component, TextTransform, Writer
from logging_core.loggers.base.composed import ComposedWriter
from logging_core.loggers.parsing.nmea import carries_checksum, checksum_fits


class NMEAChecksumTransform(TextTransform):
    """Takes the sentence from its `$` or `!` to the end of the line. Others are dropped; `error_message` and
    the record go to `writer` if there is one. With `checksum_optional` a sentence without checksum passes.
    """

    def __init__(
        self,
        checksum_optional: bool = False,
        error_message: str = "Bad checksum for record: ",
        writer: Writer | None = None,
    ) -> None:
        super().__init__()
        self.checksum_optional = checksum_optional
        self.error_message = error_message
        self._errors = ComposedWriter(writers=[writer]) if writer else None

    def parts(self) -> Iterable[Component]:
        return self._errors.parts() if self._errors else ()

    def change(self, record: str) -> str | None:
        sentence = _sentence(record.rstrip())
        if carries_checksum(sentence):
            if checksum_fits(sentence):
                return record
            cause = "wrong checksum"
        elif self.checksum_optional and sentence and "*" not in sentence:
            return record
        else:
            cause = "no checksum"
        self.tally.add(cause, record)
        if self._errors is not None:
            self._errors.write(self.error_message + record)
        return None

    def close(self) -> None:
        if self._errors is not None:
            self._errors.close()


def _sentence(text: str) -> str:
    starts = [at for at in (text.find("$"), text.find("!")) if at >= 0]
    return text[min(starts) :] if starts else ""
