"""How far a pattern gets in a line: for people who find out why it does not fit."""

import re
from dataclasses import dataclass

from logging_core.loggers.parsing.patterns import FLAGS, Builder, Pattern


@dataclass(frozen=True)
class Trial:
    """`reached` characters of the line fit the part `fits` of the pattern; `stops_at` is the part behind it.

    A pattern that fits whole has no `stops_at`; one that fits whole while the line goes on stops at its end.
    """

    pattern: str
    matched: bool
    reached: int
    fits: str
    stops_at: str


def tried(pattern: str, line: str) -> Trial:
    """Raises ValueError for a pattern that cannot be compiled."""
    if Pattern(pattern).parse(line) is not None:
        return Trial(pattern, True, len(line), pattern, "")
    builder = Builder(pattern, None)
    for count in range(len(builder.parts), 0, -1):
        found = re.compile("".join(builder.expressions[:count]), FLAGS).match(line)
        if found is not None:
            rest = builder.parts[count] if count < len(builder.parts) else "(end)"
            return Trial(pattern, False, found.end(), "".join(builder.parts[:count]), rest)
    return Trial(pattern, False, 0, "", builder.parts[0] if builder.parts else "(end)")
