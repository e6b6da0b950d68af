"""RegexFilterTransform: passes text in which an expression is found."""

from logging_core.loggers.base.component import TextTransform
from logging_core.loggers.base.expressions import compiled


class RegexFilterTransform(TextTransform):
    """With `negate` it passes text in which the expression is not found. `flags` are those of Python's re."""

    def __init__(self, pattern: str, flags: int = 0, negate: bool = False) -> None:
        super().__init__()
        self._search = compiled(pattern, "pattern", flags).search
        self._negate = negate

    def change(self, record: str) -> str | None:
        return record if (self._search(record) is None) == self._negate else None
