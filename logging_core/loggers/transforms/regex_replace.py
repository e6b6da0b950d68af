"""RegexReplaceTransform: replaces what expressions find, one after the other."""

from logging_core.loggers.base.component import TextTransform
from logging_core.loggers.base.expressions import compiled


class RegexReplaceTransform(TextTransform):
    """`patterns` maps expressions to replacements; at most `count` of each (0: all)."""

    def __init__(self, patterns: dict, count: int = 0, flags: int = 0) -> None:
        super().__init__()
        self._pairs = [(compiled(str(old), "patterns", flags), str(new)) for old, new in patterns.items()]
        self._count = count

    def change(self, record: str) -> str:
        for expression, new in self._pairs:
            record = expression.sub(new, record, count=self._count)
        return record
