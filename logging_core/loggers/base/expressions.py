"""Regular expressions that operators write."""

import re


def compiled(expression: str, argument: str, flags: int = 0) -> re.Pattern[str]:
    """Raises ValueError that names the argument."""
    try:
        return re.compile(expression, flags)
    except (re.error, ValueError, RecursionError, OverflowError) as problem:
        raise ValueError(f'{argument}: "{expression}" is not a regular expression: {problem}') from None
