"""StripTransform: takes characters out of a text."""

from logging_core.loggers.base.component import TextTransform


class StripTransform(TextTransform):
    """`chars` (white space unless given) go everywhere, or only at the start, the end, or both.

    With `unprintable` everything that cannot be printed goes as well.
    """

    def __init__(
        self,
        chars: str | None = None,
        unprintable: bool = False,
        strip_prefix: bool = False,
        strip_suffix: bool = False,
    ) -> None:
        super().__init__()
        self.chars = chars
        self.unprintable = unprintable
        self.strip_prefix = strip_prefix
        self.strip_suffix = strip_suffix

    def change(self, record: str) -> str | None:
        if self.unprintable:
            record = "".join(letter for letter in record if letter.isprintable())
        if self.strip_prefix:
            record = record.lstrip(self.chars)
        if self.strip_suffix:
            record = record.rstrip(self.chars)
        if not (self.strip_prefix or self.strip_suffix or (self.unprintable and self.chars is None)):
            record = "".join(letter for letter in record if not self._goes(letter))
        return record or None

    def _goes(self, letter: str) -> bool:
        return letter.isspace() if self.chars is None else letter in self.chars
