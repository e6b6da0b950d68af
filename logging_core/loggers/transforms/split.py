"""SplitTransform: one text becomes several."""

from logging_core.loggers.base.component import TextTransform
from logging_core.loggers.base.framing import unescape


class SplitTransform(TextTransform):
    """Empty parts are left out."""

    def __init__(self, sep: str = "\n") -> None:
        super().__init__()
        if not sep:
            raise ValueError("sep: must not be empty")
        self.sep = unescape(sep)

    def change(self, record: str) -> list[str] | None:
        return [part for part in record.split(self.sep) if part] or None
