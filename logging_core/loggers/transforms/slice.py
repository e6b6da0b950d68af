"""SliceTransform: picks words of a line."""

from logging_core.loggers.base.component import TextTransform


class SliceTransform(TextTransform):
    """`fields` names words as in Python, from 0: `1:`, `0,3,-2`, `:3,5:7`; words that are not there are left out.

    Words are separated by `sep`, or by any white space, and joined with it, or with one blank.
    """

    def __init__(self, fields: str = ":", sep: str | None = None) -> None:
        super().__init__()
        self._slices = [_slice(part.strip()) for part in str(fields).split(",")]
        self._sep = sep

    def change(self, record: str) -> str:
        words = record.split(self._sep)
        return (self._sep or " ").join(word for part in self._slices for word in words[part])


def _slice(text: str) -> slice:
    """Raises ValueError."""
    try:
        if ":" in text:
            return slice(*(int(number) if number.strip() else None for number in text.split(":")))
        number = int(text)
    except (ValueError, TypeError):
        raise ValueError(f'fields: "{text}" is not a number or a range such as 1:3') from None
    return slice(number, number + 1 if number != -1 else None)
