"""Refusals: what an action says when it will not act. Every face turns them into its own form."""

from typing import Any


class Refusal(Exception):
    """A request that cannot be carried out, in words its sender understands."""

    status = 400

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class BadInput(Refusal):
    """Something sent is wrong; `fields` names what and why."""

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message, fields=fields or {})


class NotAllowed(Refusal):
    status = 403


class NotFound(Refusal):
    status = 404


class Conflict(Refusal):
    """The record was changed meanwhile; `current` holds it as it is now."""

    status = 409


def wrong(field: str, problem: str) -> BadInput:
    """One wrong field: `wrong("event_value", "is required")`."""
    return BadInput(f'"{field}" {problem}', {field: problem})
