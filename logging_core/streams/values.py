"""From records to samples that can be stored; what cannot is counted by cause.

A number is stored as a double and a truth value as 1 or 0. A whole number that a double cannot hold exactly is
stored as its digits, and a list or mapping as JSON: both are texts. None is no value and is passed over. A list of
`[time, value]` pairs is as many values. Times are Unix seconds, UTC, kept to the microsecond.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

LONGEST_TEXT = 4096
LONGEST_NAME = 200
LARGEST_WHOLE = 2**53
LARGEST_DIGITS = 2**1024
A_DAY_S = 86_400
Form = tuple[float | None, str | None]


class RecordLike(Protocol):
    """What is needed of a record: a DASRecord of the loggers is one."""

    data_id: str | None
    timestamp: Any
    fields: dict[str, Any]
    metadata: dict[str, Any]


class Refused(Exception):
    """A value that is not stored; its text is the cause."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One value. `at` is microseconds since 1970; either `number` or `text` is set."""

    name: str
    at: int
    number: float | None
    text: str | None


@dataclass
class Batch:
    """Samples in their order, the device each name came from, what was said about names, and what was refused."""

    samples: list[Sample] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)


def sifted(records: Iterable[RecordLike]) -> Batch:
    batch, latest = Batch(), time.time() + A_DAY_S
    for record in records:
        _sift(record, latest, batch)
    return batch


def _sift(record: RecordLike, latest: float, batch: Batch) -> None:
    source = _plain(record.data_id)
    for name, timestamp, value in moments(record):
        try:
            at = microseconds(timestamp, latest)
            number, text = form_of(value)
            if name not in batch.sources:
                batch.sources[checked_name(name)] = source
        except Refused as cause:
            batch.refused[str(cause)] += 1
        else:
            batch.samples.append(Sample(name, at, number, text))
    told = record.metadata.get("fields") if isinstance(record.metadata, dict) else None
    if isinstance(told, dict):
        batch.metadata |= {name: words for name, words in told.items() if isinstance(words, dict)}


def moments(record: RecordLike) -> Iterator[tuple[str, Any, Any]]:
    """Name, time and value of every value of a record."""
    for name, value in record.fields.items():
        if value is None:
            continue
        if type(value) is list and is_pairs(value):
            yield from ((name, at, part) for at, part in value if part is not None)
        else:
            yield name, record.timestamp, value


def is_pairs(value: list[Any]) -> bool:
    """Whether a list holds `[time, value]` pairs, as some clients send several values of one field."""
    return bool(value) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 and type(pair[0]) in (int, float) for pair in value
    )


def microseconds(timestamp: Any, latest: float) -> int:
    """Unix seconds as whole microseconds. Raises Refused outside 1970 to `latest`."""
    if type(timestamp) is not float and type(timestamp) is not int:
        raise Refused("no time")
    if not 0 <= timestamp <= latest:  # NaN is not, either
        raise Refused("time before 1970 or more than a day ahead")
    return round(timestamp * 1_000_000)


def form_of(value: Any) -> Form:
    """The value as number or text. Raises Refused for NaN, infinities, and texts that cannot be stored."""
    if type(value) is float:
        if value - value != 0.0:  # NaN and infinities
            raise Refused("not a finite number")
        return value, None
    if isinstance(value, str):
        return None, _checked_text(value)
    if isinstance(value, bool | int):
        return _whole(value)
    if isinstance(value, list | dict):
        return None, _checked_text(_json(value))
    raise Refused(f"a {type(value).__name__}")


def _whole(value: int) -> Form:
    if -LARGEST_WHOLE <= value <= LARGEST_WHOLE:
        return float(value), None
    if abs(value) >= LARGEST_DIGITS:
        raise Refused("not a finite number")
    return None, str(value)


def _checked_text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Refused("text too long")
    if "\x00" in text or not _encodable(text):
        raise Refused("text that cannot be stored")
    return text


def _json(value: Any) -> str:
    try:
        return json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as problem:
        raise Refused("a structure that is not JSON") from problem


def checked_name(name: Any) -> str:
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused("name of a field that cannot be stored")
    return name


def metadata_text(words: dict[str, Any]) -> str | None:
    """The description of a field as JSON that the database can hold, or None."""
    try:
        text = _checked_text(_json(words))
    except Refused:
        return None
    return None if "\\u0000" in text else text


def _plain(source: Any) -> str:
    return source if isinstance(source, str) and len(source) <= LONGEST_NAME and source.isprintable() else ""


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
