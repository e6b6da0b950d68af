"""The grammar of `<<NAME>>` and `<<NAME|DEFAULT>>`, where DEFAULT may hold further placeholders."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

OPEN, CLOSE = "<<", ">>"
DEEPEST = 20


class Malformed(ValueError):
    """An opening `<<` without its `>>`."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`default` is None when there is none; names are compared exactly, blanks included."""

    name: str
    default: str | None
    written: str


Part = str | Placeholder


@lru_cache(maxsize=4096)
def parts_of(text: str) -> tuple[Part, ...]:
    """Plain texts and placeholders in order. Raises Malformed."""
    parts: list[Part] = []
    at = 0
    while (start := text.find(OPEN, at)) >= 0:
        if start > at:
            parts.append(text[at:start])
        at = _end(text, start)
        parts.append(_placeholder(text[start:at]))
    if at < len(text):
        parts.append(text[at:])
    return tuple(parts)


def _end(text: str, start: int) -> int:
    """Index behind the `>>` that closes the `<<` at `start`."""
    depth, at = 0, start
    while at < len(text):
        if text.startswith(OPEN, at):
            depth, at = depth + 1, at + 2
        elif text.startswith(CLOSE, at):
            depth, at = depth - 1, at + 2
            if depth == 0:
                return at
        else:
            at += 1
        if depth > DEEPEST:
            raise Malformed(f"placeholders nested deeper than {DEEPEST} levels")
    raise Malformed(f'"<<" without ">>" in "{text[start : start + 60]}"')


def _placeholder(written: str) -> Placeholder:
    inside = written[2:-2]
    depth, at = 0, 0
    while at < len(inside):
        if inside.startswith(OPEN, at):
            depth, at = depth + 1, at + 2
        elif inside.startswith(CLOSE, at):
            depth, at = depth - 1, at + 2
        elif inside[at] == "|" and depth == 0:
            return Placeholder(inside[:at], inside[at + 1 :], written)
        else:
            at += 1
    return Placeholder(inside, None, written)


def default_value(text: str) -> Any:
    """What a default means: JSON when it is JSON, else a Python integer or float, else the text, stripped."""
    text = text.strip()
    for reading in (json.loads, int, float):
        try:
            return reading(text)
        except (ValueError, RecursionError):
            continue
    return text
