"""Parameters of an FDSN service: declared once, read from addresses and bodies, told in its WADL."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from logging_core.shared.errors import wrong
from qualitycontrol.archive import instants

Reader = Callable[[str], Any]
EVER = (-(2**62), 2**62)  # ns; every time there is
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


@dataclass(frozen=True)
class Parameter:
    """`read` gives the value of a text, or raises ValueError with what is wrong. `kind` is its XML schema type."""

    name: str
    read: Reader
    short: str = ""
    kind: str = "xs:string"
    default: str | None = None
    options: tuple[str, ...] = ()
    queries: tuple[str, ...] = field(default=("query",))  # methods that know it


def text(value: str) -> str:
    return value


def when(value: str) -> int:
    try:
        return instants.parse(value)
    except ValueError:
        raise ValueError("must be a time as YYYY-MM-DDTHH:MM:SS.ssssss or YYYY-MM-DD") from None


def number(value: str) -> float:
    """Finite and not negative."""
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e12:
        raise ValueError("must be a number, not negative")
    return found


def within(least: float, most: float) -> Reader:
    def read(value: str) -> float:
        try:
            found = float(value)
        except ValueError:
            found = most + 1
        if not least <= found <= most:
            raise ValueError(f"must be a number from {least:g} to {most:g}")
        return found

    return read


def count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 12 and int(value) > 0):
        raise ValueError("must be a whole number above 0")
    return int(value)


def flag(value: str) -> bool:
    if value.lower() not in TRUE + FALSE:
        raise ValueError("must be true or false")
    return value.lower() in TRUE


def one_of(*words: str) -> Reader:
    def read(value: str) -> str:
        if value.lower() not in map(str.lower, words):
            raise ValueError(f"must be one of {', '.join(words)}")
        return next(word for word in words if word.lower() == value.lower())

    return read


def several_of(*words: str) -> Reader:
    one = one_of(*words)

    def read(value: str) -> frozenset[str]:
        return frozenset(one(part.strip()) for part in value.split(",") if part.strip())

    return read


CODES = tuple(
    Parameter(name, text, name[:3], default="*") for name in ("network", "station", "location", "channel")
)
TIMES = (Parameter("starttime", when, "start", "xs:dateTime"), Parameter("endtime", when, "end", "xs:dateTime"))
NODATA = Parameter("nodata", one_of("204", "404"), kind="xs:int", default="204", options=("204", "404"))


def named(parameters: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What was given, by the long names. BadInput for names the service does not know, and for doubles."""
    known = {name: one.name for one in parameters for name in (one.name, one.short) if name}
    told: dict[str, str] = {}
    for name, value in given:
        if name.lower() not in known:
            raise wrong(name[:50], "is not a parameter of this service")
        if (long := known[name.lower()]) in told:
            raise wrong(long, "is given twice")
        told[long] = value.strip()
    return told


def values(parameters: Iterable[Parameter], told: Mapping[str, str]) -> dict[str, Any]:
    """The value of every parameter; None for those without default that were not given."""
    found: dict[str, Any] = {}
    for one in parameters:
        given = told.get(one.name, one.default)
        if given is None or (given == "" and one not in CODES):
            found[one.name] = None if one.default is None else one.read(one.default)
            continue
        try:
            found[one.name] = one.read(given)
        except ValueError as problem:
            raise wrong(one.name, str(problem)) from None
    return found
