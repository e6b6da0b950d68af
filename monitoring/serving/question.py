"""What somebody asks an FDSN service for: lines of streams and times, and options."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from logging_core.shared.errors import BadInput, wrong
from monitoring.serving.parameters import EVER, Parameter, named, values, when
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

MOST_LINES = 20_000
PART = re.compile(r"[A-Z0-9?*-]{0,8}")
JOKERS = {"?": ".", "*": ".*"}
NAMES = ("network", "station", "location", "channel")


@dataclass(frozen=True)
class Line:
    """Patterns of the four codes, and [start, end) in ns."""

    codes: tuple[re.Pattern[str], ...]
    start_ns: int
    end_ns: int

    def wants(self, stream: Nslc) -> bool:
        held = (stream.network, stream.station, stream.location, stream.channel)
        return all(code.fullmatch(part) for code, part in zip(self.codes, held, strict=True))

    @property
    def span(self) -> Span:
        return self.start_ns, self.end_ns


@dataclass(frozen=True)
class Question:
    """`told`: every parameter of the service by its long name."""

    lines: list[Line]
    told: dict[str, Any]


def read(request: HttpRequest, parameters: tuple[Parameter, ...]) -> Question:
    """GET: all in the address. POST: lines `name=value`, then `NET STA LOC CHA START END`. Raises BadInput."""
    if request.method == "POST":
        return _from_body(request.body, parameters)
    given = [(name, value) for name, several in request.GET.lists() for value in several]
    told = values(parameters, named(parameters, given))
    return Question([_line([told[name] for name in NAMES], _span(told))], told)


def by_hand(streams: Iterable[str], given: Mapping[str, str], parameters: tuple[Parameter, ...]) -> Question:
    """Patterns N.S.L.C, and parameters by their names. Raises BadInput."""
    told = values(parameters, named(parameters, given.items()))
    lines = []
    for stream in streams:
        codes = stream.split(".")
        if len(codes) != len(NAMES):
            raise wrong("nslc_list", f"{stream[:50]!r} is not N.S.L.C")
        lines.append(_line(codes, _span(told)))
    return Question(lines, told)


def _from_body(body: bytes, parameters: tuple[Parameter, ...]) -> Question:
    try:
        lines = [line.strip() for line in body.decode().splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise BadInput("The body is no text.") from None
    options = [line.partition("=")[::2] for line in lines if "=" in line]
    told = values(parameters, named(parameters, ((name.strip(), value) for name, value in options)))
    asked = [line.split() for line in lines if "=" not in line]
    if not asked:
        raise BadInput("The body names no stream: lines are NET STA LOC CHA START END.")
    if len(asked) > MOST_LINES:
        raise BadInput(f"The body has more than {MOST_LINES} lines.")
    return Question(list(_lines(asked, _span(told))), told)


def _lines(asked: Iterable[list[str]], whole: Span) -> Iterator[Line]:
    for number, words in enumerate(asked, start=1):
        if len(words) != 6:
            raise BadInput(f"Line {number} must be NET STA LOC CHA START END: {' '.join(words)[:100]}")
        try:
            start, end = (edge if word == "*" else when(word) for word, edge in zip(words[4:], whole, strict=True))
        except ValueError as problem:
            raise BadInput(f"Line {number}: a time {problem}") from None
        yield _line(words[:4], (start, end))


def _span(told: dict[str, Any]) -> Span:
    start, end = told.get("starttime"), told.get("endtime")
    return (EVER[0] if start is None else start), (EVER[1] if end is None else end)


def _line(codes: list[str], span: Span) -> Line:
    if span[0] >= span[1]:
        raise wrong("endtime", "must be later than the start time")
    patterns = [pattern(name, code) for name, code in zip(NAMES, codes, strict=True)]
    return Line(tuple(patterns), *span)


def pattern(name: str, given: str) -> re.Pattern[str]:
    """A list parted by commas, with `?` and `*`; `--` and blank are the empty location."""
    parts = ["" if part.strip() == "--" else part.strip().upper() for part in given.split(",")]
    for part in parts:
        if not PART.fullmatch(part):
            raise wrong(name, f"{part[:20]!r} is no code")
    return re.compile("|".join("".join(JOKERS.get(sign, re.escape(sign)) for sign in part) for part in parts))
