"""Pages of long lists, without counting what is not shown."""

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from logging_core.shared.errors import wrong

Row = TypeVar("Row", bound=Model)
LARGEST_PAGE = 1000
DIGITS = re.compile("[0-9]{1,19}")


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    has_more: bool


def page(queryset: "QuerySet[Row]", offset: int, limit: int) -> Page[Row]:
    """One row more than asked tells whether there is a next page; `count(*)` would read them all."""
    rows = list(queryset[offset : offset + limit + 1])
    return Page(rows[:limit], len(rows) > limit)


def whole_number(params: Any, name: str, default: int, least: int, most: int) -> int:
    """A query parameter as a number within bounds; an empty one counts as absent."""
    text = params.get(name) or str(default)
    if not DIGITS.fullmatch(text) or not least <= int(text) <= most:
        raise wrong(name, f"must be a whole number from {least} to {most}")
    return int(text)
