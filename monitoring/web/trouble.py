"""How asking somebody else for something can end."""

from enum import StrEnum


class Outcome(StrEnum):
    OK = "ok"
    NO_DATA = "no_data"  # asked again while the gap lies in the window
    TEMPORARY = "temporary"  # asked again after a pause
    PERMANENT = "permanent"  # an operator must look at it


class Trouble(Exception):
    """It did not work: whether to try again, a short reason code, and words for people."""

    def __init__(self, outcome: Outcome, reason: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.reason = reason
        self.message = message
        self.retry_after = retry_after  # seconds the other side asked for


class Cancelled(Exception):
    """Nobody wants it any more: the request was cancelled, or its lease was lost."""


def temporary(reason: str, message: str, retry_after: float | None = None) -> Trouble:
    return Trouble(Outcome.TEMPORARY, reason, message, retry_after)


def permanent(reason: str, message: str) -> Trouble:
    return Trouble(Outcome.PERMANENT, reason, message)
