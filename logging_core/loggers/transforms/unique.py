"""UniqueTransform: drops a text that equals the one before."""

from logging_core.loggers.base.component import TextTransform


class UniqueTransform(TextTransform):
    def __init__(self) -> None:
        super().__init__()
        self._last: str | None = None

    def change(self, record: str) -> str | None:
        if record == self._last:
            return None
        self._last = record
        return record
