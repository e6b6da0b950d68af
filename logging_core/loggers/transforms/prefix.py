"""PrefixTransform: puts a name in front."""

import re

from logging_core.loggers.base.component import TextTransform
from logging_core.loggers.base.expressions import compiled


class PrefixTransform(TextTransform):
    """`PREFIX SEP RECORD`. With a mapping of expressions to prefixes the first one found in the record counts;
    a record that none is found in is counted and dropped.
    """

    def __init__(self, prefix: str | dict, sep: str = " ") -> None:
        super().__init__()
        self.sep = sep
        self._prefix = "" if isinstance(prefix, dict) else prefix + sep
        self._choices: list[tuple[re.Pattern[str], str]] | None = None
        if isinstance(prefix, dict):
            self._choices = [(compiled(str(regex), "prefix"), f"{name}{sep}") for regex, name in prefix.items()]

    def change(self, record: str) -> str | None:
        if self._choices is None:
            return self._prefix + record
        for expression, prefix in self._choices:
            if expression.search(record):
                return prefix + record
        self.tally.add("no prefix fits", record)
        return None
