"""The `cruise` section: whatever the operator finds relevant, with dates that are dates."""

import re
from datetime import datetime

from logging_core.loggers.definition.definition import Definition
from logging_core.loggers.definition.sections import kind
from logging_core.loggers.yaml_files.problems import Problems

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def check_cruise(definition: Definition, problems: Problems) -> None:
    """Warns of a start or end that is no ISO date; they stay the text they were written as."""
    cruise = definition.top.get("cruise")
    if cruise is None or cruise.value is None:
        return
    if not cruise.is_mapping:
        problems.error(f"expected a mapping, found {kind(cruise)}", cruise.place, ("cruise",))
        return
    for key in ("start", "end"):
        node = cruise.get(key)
        if node is not None and node.value is not None and not _is_date(str(node.value)):
            problems.warn(f'"{node.value}" is not a date (YYYY-MM-DD)', node.place, ("cruise", key))


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return bool(_DATE.fullmatch(text))
    return True
