"""Checks of text that people and programs send."""

from typing import Any

from logging_core.shared.errors import wrong

UNSTORABLE = "holds characters that cannot be stored (NUL or half of a surrogate pair)"


def checked_text(value: Any, field: str, *, longest: int, shortest: int = 0) -> str:
    """The text itself, when it is text of allowed length that the database can hold."""
    if not isinstance(value, str):
        raise wrong(field, "must be a string")
    if "\x00" in value or not _encodable(value):
        raise wrong(field, UNSTORABLE)
    if len(value) < shortest:
        raise wrong(field, "is not allowed to be empty")
    if len(value) > longest:
        raise wrong(field, f"length must be less than or equal to {longest} characters long")
    return value


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def checked_json(value: Any, field: str) -> Any:
    """A JSON value whose texts can be stored and whose numbers are numbers (no NaN, no infinity)."""
    if isinstance(value, str):
        return checked_text(value, field, longest=1_000_000)
    if isinstance(value, dict):
        return {checked_text(k, field, longest=1000): checked_json(v, f"{field}.{k}") for k, v in value.items()}
    if isinstance(value, list):
        return [checked_json(part, f"{field}[{index}]") for index, part in enumerate(value)]
    if (isinstance(value, float) and value in (float("inf"), float("-inf"))) or value != value:
        raise wrong(field, "must be a finite number")
    return value
