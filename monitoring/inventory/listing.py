"""Streams from text: the operators' list `NET|STA|LOC|CHA`, and the text answer of FDSN station services."""

from collections.abc import Iterator

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.inventory.found import Found, stream_of

FDSN_COLUMNS = 17  # Network|Station|Location|Channel| ... |SampleRate|StartTime|EndTime


def read(text: str) -> Iterator[Found]:
    """One stream a line; `#` starts a comment, blank lines are left out. A refusal names the line."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        plain = line.partition("#")[0].strip()
        if plain:
            yield _found(plain, f"line {number}")


def _found(line: str, where: str) -> Found:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) < 4:
        raise wrong("file", f"{where}: must be NET|STA|LOC|CHA")
    stream = stream_of(where, *parts[:4])
    if len(parts) < FDSN_COLUMNS:
        return Found(stream)
    rate, start, end = parts[14:17]
    return Found(stream, inputs.instant(start, where), _end(end, where), _rate(rate, where))


def _end(text: str, where: str) -> int | None:
    return inputs.instant(text, where) if text else None


def _rate(text: str, where: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise wrong("file", f"{where}: {text!r} is no sample rate") from None
