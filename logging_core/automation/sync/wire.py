"""Records and bodies as they travel: JSON with short names, checked when they come, compressed and bounded."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from logging_core.automation.sync.merging import Json, State, Version
from logging_core.automation.sync.models import INSTANCE, KINDS
from logging_core.shared import ids
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.text import checked_json, checked_text

PROTOCOL = 1
MOST_BODY = 1_000_000  # bytes as they travel
MOST_TEXT = 16_000_000  # bytes unpacked
MOST_RECORDS = 1000
LATEST = 2**62
GZIP = 31  # zlib's word for it


class TooLarge(Exception):
    """A body that no side would take."""


@dataclass(frozen=True)
class Told:
    """A record as an instance tells another one of it; `by`: who made this version."""

    kind: str
    id: str
    state: State
    by: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.id


def packed(body: Json) -> bytes:
    """Raises TooLarge."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    squeezer = zlib.compressobj(9, zlib.DEFLATED, GZIP)
    data = squeezer.compress(text) + squeezer.flush()
    if len(data) > MOST_BODY or len(text) > MOST_TEXT:
        raise TooLarge(f"{len(text)} bytes, {len(data)} compressed")
    return data


def unpacked(data: bytes) -> Json:
    """Raises BadInput for everything that is not a compressed JSON object of bounded size."""
    reader = zlib.decompressobj(GZIP)
    try:
        text = reader.decompress(data, MOST_TEXT)
    except zlib.error as problem:
        raise BadInput(f"The body is not gzip: {problem}") from None
    if reader.unconsumed_tail:
        raise BadInput(f"The body holds more than {MOST_TEXT} bytes")
    if not reader.eof:
        raise BadInput("The body is cut short")
    try:
        body = json.loads(text, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"The body is not JSON: {str(problem)[:200]}") from None
    if not isinstance(body, dict):
        raise BadInput("The body must be a JSON object")
    return body


def _no_such_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def written(told: Told) -> Json:
    version = told.state.version
    short: Json = {"k": told.kind, "i": told.id, "t": version.time, "o": version.origin, "b": told.by}
    if dict(version.seen) != {version.origin: version.time}:
        short["s"] = dict(version.seen)
    if told.state.content is not None:
        short["c"] = told.state.content
    if told.state.parts:
        short["p"] = list(told.state.parts.values())
    return short


def read_records(value: Any, where: str = "records") -> list[Told]:
    """The records of a body. Raises BadInput that names the first wrong field."""
    if not isinstance(value, list) or len(value) > MOST_RECORDS:
        raise wrong(where, f"must be an array of at most {MOST_RECORDS} records")
    return [read(one, f"{where}[{index}]") for index, one in enumerate(value)]


def read(value: Any, where: str) -> Told:
    if not isinstance(value, dict):
        raise wrong(where, "must be of type object")
    if value.get("k") not in KINDS:
        raise wrong(f"{where}.k", f"must be one of {', '.join(KINDS)}")
    content = value.get("c")
    if content is not None and not isinstance(content, dict):
        raise wrong(f"{where}.c", "must be of type object")
    parts = _parts(value.get("p", []), f"{where}.p")
    state = State(_version(value, where), checked_json(content, f"{where}.c"), parts)
    return Told(value["k"], identity(value.get("i"), f"{where}.i"), state, _text(value.get("b", ""), f"{where}.b"))


def _version(value: Json, where: str) -> Version:
    made, origin = moment(value.get("t"), f"{where}.t"), instance(value.get("o"), f"{where}.o")
    seen = value.get("s", {})
    if not isinstance(seen, dict) or len(seen) > 1000:
        raise wrong(f"{where}.s", "must be of type object")
    checked = {instance(name, f"{where}.s"): moment(time, f"{where}.s.{name}") for name, time in seen.items()}
    return Version(made, origin, {**checked, origin: made})


def _parts(value: Any, where: str) -> dict[str, Json]:
    if not isinstance(value, list):
        raise wrong(where, "must be an array")
    checked = [checked_json(part, f"{where}[{index}]") for index, part in enumerate(value)]
    if not all(isinstance(part, dict) for part in checked):
        raise wrong(where, "must hold objects")
    return {identity(part.get("id"), f"{where}.id"): part for part in checked}


def identity(value: Any, where: str) -> str:
    try:
        return ids.normal(value)
    except ValueError as problem:
        raise wrong(where, str(problem)) from None


def instance(value: Any, where: str) -> str:
    if not isinstance(value, str) or not INSTANCE.fullmatch(value):
        raise wrong(where, "must be 12 hex digits")
    return value


def moment(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LATEST:
        raise wrong(where, "must be a number of microseconds")
    return value


def _text(value: Any, where: str) -> str:
    return checked_text(value, where, longest=100)
