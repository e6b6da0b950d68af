"""A small interpreter of the Flux that reads: pipes of from, range, filter, sort, limit, last."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:
    (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) | (?P<number>\d+) | (?P<string>"(?:[^"\\]|\\.)*") |
    (?P<pipe>\|>) | (?P<arrow>=>) | (?P<compare>==|!=) | (?P<word>[A-Za-z_]\w*) | (?P<sign>[()\[\],:.])
    )""",
    re.VERBOSE | re.DOTALL,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True)
class Point:
    measurement: str
    field: str
    time: datetime
    value: Any
    tags: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Any:
        own = {"_measurement": self.measurement, "_field": self.field, "_time": self.time, "_value": self.value}
        return own[name] if name in own else self.tags.get(name)

    @property
    def series(self) -> tuple[Any, ...]:
        return (self.measurement, self.field, tuple(sorted(self.tags.items())))


@dataclass
class Table:
    """One series."""

    rows: list[Point]
    start: datetime | None = None
    stop: datetime | None = None


class FluxError(Exception):
    def __init__(self, message: str, missing: bool = False) -> None:
        super().__init__(message)
        self.missing = missing


def run(flux: str, buckets: dict[str, list[Point]]) -> list[Table]:
    """The tables a query gives. Raises FluxError."""
    return _Reader(_tokens(flux)).query(buckets)


def _tokens(flux: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    flux = flux.rstrip()
    while place < len(flux):
        found = TOKEN.match(flux, place)
        if found is None:
            raise FluxError(f"compilation failed: error at {flux[place : place + 20]!r}")
        kind = found.lastgroup or ""
        tokens.append((kind, found[kind]))
        place = found.end()
    return tokens


def text_of(literal: str) -> str:
    """What a string literal says. `${` that is not escaped would be computed: nobody sends that."""
    inner, text, place = literal[1:-1], "", 0
    while place < len(inner):
        if inner.startswith("\\${", place):
            text, place = text + "${", place + 3
        elif inner[place] == "\\":
            if inner[place + 1] not in ESCAPES:
                raise FluxError(f"invalid escape \\{inner[place + 1]}")
            text, place = text + ESCAPES[inner[place + 1]], place + 2
        elif inner.startswith("${", place):
            raise FluxError("string interpolation")
        else:
            text, place = text + inner[place], place + 1
    return text


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0

    def query(self, buckets: dict[str, list[Point]]) -> list[Table]:
        self._take("from")
        bucket = self._arguments()["bucket"]
        if bucket not in buckets:
            raise FluxError(f'could not find bucket "{bucket}"', missing=True)
        tables = _grouped(buckets[bucket])
        ranged = False
        while self.place < len(self.tokens):
            self._take("|>")
            name = self._next()
            if not ranged and name != "range":
                raise FluxError("cannot submit unbounded read")
            ranged = True
            tables = self._step(name, tables)
        return [table for table in tables if table.rows]

    def _step(self, name: str, tables: list[Table]) -> list[Table]:
        given = self._arguments()
        if name == "range":
            start, stop = given["start"], given["stop"]
            return [Table([r for r in t.rows if start <= r.time < stop], start, stop) for t in tables]
        if name == "filter":
            return [Table([r for r in t.rows if given["fn"](r)], t.start, t.stop) for t in tables]
        if name == "sort":
            for table in tables:
                for column in reversed(given["columns"]):
                    table.rows.sort(key=lambda row: row.column(column), reverse=given.get("desc", False))
            return tables
        if name == "limit":
            return [Table(t.rows[: given["n"]], t.start, t.stop) for t in tables]
        if name == "last":
            return [Table(t.rows[-1:], t.start, t.stop) for t in tables]
        raise FluxError(f"undefined identifier {name}")

    def _arguments(self) -> dict[str, Any]:
        given = {}
        self._take("(")
        while self._peek() != ")":
            name = self._next()
            self._take(":")
            given[name] = self._function() if name == "fn" else self._value()
            if self._peek() == ",":
                self._next()
        self._take(")")
        return given

    def _value(self) -> Any:
        kind, text = self.tokens[self.place]
        self.place += 1
        if text == "[":
            values = []
            while self._peek() != "]":
                values.append(self._value())
                if self._peek() == ",":
                    self._next()
            self._take("]")
            return values
        if kind == "word" and text in ("true", "false"):
            return text == "true"
        made: dict[str, Callable[[str], Any]] = {"string": text_of, "number": int, "time": datetime.fromisoformat}
        if kind not in made:
            raise FluxError(f"unexpected {text}")
        return made[kind](text)

    def _function(self) -> Callable[[Point], bool]:
        for sign in ("(", "r", ")", "=>"):
            self._take(sign)
        return self._either()

    def _either(self) -> Callable[[Point], bool]:
        parts = [self._both()]
        while self._peek() == "or":
            self._next()
            parts.append(self._both())
        return lambda row: any(part(row) for part in parts)

    def _both(self) -> Callable[[Point], bool]:
        parts = [self._comparison()]
        while self._peek() == "and":
            self._next()
            parts.append(self._comparison())
        return lambda row: all(part(row) for part in parts)

    def _comparison(self) -> Callable[[Point], bool]:
        self._take("r")
        if self._next() == "[":
            column = self._value()
            self._take("]")
        else:
            column = self._next()
        sign, value = self._next(), self._value()
        if sign not in ("==", "!="):
            raise FluxError(f"unexpected {sign}")
        return lambda row: (row.column(column) == value) == (sign == "==")

    def _peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def _next(self) -> str:
        if self.place >= len(self.tokens):
            raise FluxError("unexpected end of the query")
        self.place += 1
        return self.tokens[self.place - 1][1]

    def _take(self, wanted: str) -> None:
        if (found := self._next()) != wanted:
            raise FluxError(f"expected {wanted}, found {found}")


def _grouped(points: list[Point]) -> list[Table]:
    series: dict[tuple[Any, ...], Table] = {}
    for point in sorted(points, key=lambda point: point.time):
        series.setdefault(point.series, Table([])).rows.append(point)
    return [series[key] for key in sorted(series)]
