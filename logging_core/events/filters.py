"""The filter language: what somebody asks for, parsed once for lists, counts, exports and bulk actions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from logging_core.shared import clock
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_text

MOST_TERMS = 100
LONGEST_TERM = 16_000
# Stands between the texts that full-text search looks at. A term that holds it is refused, so that no match
# reaches across two fields.
SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Terms:
    """Words to look for, and words that must not be there (written with a leading `!`). All literal."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: Iterable[str]) -> "Terms":
        trimmed = [word.strip() for word in words]
        wanted = [word for word in trimmed if word and not word.startswith("!")]
        unwanted = [word[1:].strip() for word in trimmed if word.startswith("!")]
        return cls(tuple(wanted), tuple(word for word in unwanted if word))

    @classmethod
    def typed(cls, text: str) -> "Terms":
        """What people type into a search box: comma is `or`, `!` is `not`."""
        return cls.of(text.split(","))


@dataclass(frozen=True)
class EventFilter:
    """One question about events. Several wanted terms of a field are alternatives; fields combine with and."""

    fulltext: Terms = field(default_factory=Terms)
    value: Terms = field(default_factory=Terms)
    author: Terms = field(default_factory=Terms)
    freetext: Terms = field(default_factory=Terms)
    datasource: Terms = field(default_factory=Terms)
    start: datetime | None = None
    stop: datetime | None = None
    newest_first: bool = False

    @classmethod
    def of(cls, params: Any) -> "EventFilter":
        """From query parameters: a repeated key is a list, an empty value counts as absent."""
        return cls(
            fulltext=_terms(params, "fulltext"),
            value=_terms(params, "value"),
            author=_terms(params, "author"),
            freetext=_terms(params, "freetext"),
            datasource=_terms(params, "datasource"),
            start=_time(params, "startTS"),
            stop=_time(params, "stopTS"),
            newest_first=params.get("sort") == "newest",
        )


def _terms(params: Any, name: str) -> Terms:
    words = [checked_text(word, name, longest=LONGEST_TERM) for word in params.getlist(name)]
    if any(SEPARATOR in word for word in words):
        raise wrong(name, "holds a control character")
    if len(words) > MOST_TERMS:
        raise wrong(name, f"has more than {MOST_TERMS} terms")
    return Terms.of(words)


def _time(params: Any, name: str) -> datetime | None:
    text = params.get(name)
    if not text:
        return None
    try:
        return clock.parse(text)
    except ValueError as problem:
        raise wrong(name, str(problem)) from problem
