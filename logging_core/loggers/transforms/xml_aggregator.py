"""XMLAggregatorTransform: lines of one XML element as one record."""

from logging_core.loggers.base.component import TextTransform

MOST_LINES = 10_000


class XMLAggregatorTransform(TextTransform):
    """Collects lines until the closing tag; lines before the opening tag are counted and dropped."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._begin = (f"<{tag}>", f"<{tag} ")
        self._end = f"</{tag}>"
        self._lines: list[str] = []

    def change(self, record: str) -> str | None:
        if not self._lines and not any(mark in record for mark in self._begin):
            self.tally.add("outside of the element", record)
            return None
        self._lines.append(record)
        if self._end not in record and len(self._lines) < MOST_LINES:
            return None
        whole = "\n".join(self._lines)
        self._lines.clear()
        if self._end not in record:
            self.tally.add("element does not end", whole)
            return None
        return whole
