"""States of a request, and which may follow which. Nothing else decides this."""

from enum import StrEnum


class State(StrEnum):
    NEW = "new"
    QUEUED = "queued"  # handed to the workers
    RUNNING = "running"
    RETRY_WAIT = "retry_wait"
    PARTIAL = "partial"  # ended: some of it was filled, the rest is not to be had
    SUCCEEDED = "succeeded"
    NO_DATA = "no_data"  # ended: nobody has it
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    FAILED = "failed"  # ended: an operator must look at it


S = State
WAITING = {S.NEW, S.RETRY_WAIT}
ACTIVE = {S.QUEUED, S.RUNNING}
OPEN = WAITING | ACTIVE
ENDED = set(State) - OPEN
BY_HAND = {S.NEW, S.ON_HOLD, S.CANCELLED}
OUTCOMES = {S.SUCCEEDED, S.PARTIAL, S.NO_DATA, S.RETRY_WAIT, S.ON_HOLD, S.FAILED}

FOLLOWS: dict[State, set[State]] = {
    S.NEW: {S.QUEUED, S.RUNNING, S.SUCCEEDED, S.NO_DATA} | BY_HAND,
    S.QUEUED: {S.RUNNING, S.RETRY_WAIT} | BY_HAND,
    S.RUNNING: OUTCOMES | {S.CANCELLED},
    S.RETRY_WAIT: {S.QUEUED, S.RUNNING, S.SUCCEEDED, S.PARTIAL, S.NO_DATA} | BY_HAND,
    S.PARTIAL: BY_HAND,
    S.SUCCEEDED: {S.NEW},
    S.NO_DATA: BY_HAND,
    S.ON_HOLD: BY_HAND,
    S.CANCELLED: BY_HAND,
    S.FAILED: BY_HAND,
}


def may_follow(before: State, after: State) -> bool:
    return after in FOLLOWS[before]


class GapState(StrEnum):
    NEW = "new"
    IN_PROCESS = "in_process"
    ARCHIVED = "archived"
