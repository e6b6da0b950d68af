"""What becomes of a request after a try: pure, so that the whole policy can be read and tested in one place."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.completion.stack.states import State
from monitoring.web.trouble import Outcome

COUNT, PERIOD = "n", "p"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
JITTER = 0.1  # share of the pause, so that not all come back in the same second


@dataclass(frozen=True)
class Policy:
    """`lifespan` counts tries (n) or hours since the request was made (p)."""

    mode: str = COUNT
    lifespan: int = 5
    no_data_pause: timedelta = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """How one source ended in this try. `paused` sources were not asked."""

    outcome: Outcome
    reason: str = ""
    message: str = ""
    retry_after: float | None = None
    paused: bool = False


@dataclass(frozen=True)
class Try:
    """One try as a whole. `failures`: those before it; `filled`: part of it came, now or before."""

    at: datetime
    made_at: datetime
    failures: int
    in_window: bool
    filled: bool  # something came
    complete: bool  # nothing is missing any more
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Verdict:
    state: State
    reason: str
    message: str = ""
    not_before: datetime | None = None
    failed: bool = False  # counts as a failed try


def judge(policy: Policy, this: Try) -> Verdict:
    """The state after a try.

    Complete ends well. A temporary failure is tried again until the lifespan is over. A paused source keeps the
    request waiting without using up a try. Where nobody has the data, they are asked for again while they lie in
    the window. Where only permanent failures are left, an operator has to look.
    """
    if this.complete:
        return Verdict(State.SUCCEEDED, "complete")
    temporary = [one for one in this.asked if one.outcome is Outcome.TEMPORARY and not one.paused]
    if temporary:
        return _again(policy, this, temporary)
    paused = [one for one in this.asked if one.paused]
    if paused:
        pause = timedelta(seconds=min(one.retry_after or 600.0 for one in paused))
        return Verdict(State.RETRY_WAIT, "source_paused", paused[0].message, this.at + pause)
    return _nobody_has_it(policy, this)


def _again(policy: Policy, this: Try, temporary: list[Asked]) -> Verdict:
    first = temporary[0]
    failures = this.failures + 1
    if policy.mode == COUNT and failures >= policy.lifespan:
        told = f"{failures} tries failed; last: {first.message}"
        return Verdict(State.ON_HOLD, "tries_used_up", told, failed=True)
    not_before = this.at + backoff(failures, max(one.retry_after or 0.0 for one in temporary))
    if policy.mode == PERIOD:
        ends = this.made_at + timedelta(hours=policy.lifespan)
        if this.at >= ends:
            told = f"no success within {policy.lifespan} hours; last: {first.message}"
            return Verdict(State.ON_HOLD, "lifespan_over", told, failed=True)
        not_before = min(not_before, ends)  # one last try at the end
    return Verdict(State.RETRY_WAIT, first.reason, first.message, not_before, failed=True)


def _nobody_has_it(policy: Policy, this: Try) -> Verdict:
    permanent = [one for one in this.asked if one.outcome is Outcome.PERMANENT]
    if permanent and len(permanent) == len(this.asked):
        return Verdict(State.FAILED, permanent[0].reason, permanent[0].message)
    if not this.asked:
        return _unasked(policy, this)
    if this.in_window:
        told = "part of it came; the rest is not there yet" if this.filled else "nobody has it yet"
        return Verdict(State.RETRY_WAIT, "no_data", told, this.at + policy.no_data_pause)
    if this.filled:
        return Verdict(State.PARTIAL, "no_data", "part of it came, nobody has the rest")
    return Verdict(State.NO_DATA, "no_data", "nobody has it")


def _unasked(policy: Policy, this: Try) -> Verdict:
    told = "no source is configured for this stream"
    if this.in_window:
        return Verdict(State.RETRY_WAIT, "no_source", told, this.at + policy.no_data_pause)
    return Verdict(State.NO_DATA, "no_source", told)


def backoff(failures: int, at_least: float = 0.0) -> timedelta:
    """1, 2, 4 ... minutes with jitter, up to 6 hours; never less than the other side asked for."""
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)
    pause *= 1 + JITTER * random.random()  # noqa: S311  (no secret)
    return max(pause, timedelta(seconds=at_least))
