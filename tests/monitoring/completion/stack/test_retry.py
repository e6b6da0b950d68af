from datetime import timedelta

import pytest

from logging_core.shared import clock
from monitoring.completion.stack.retry import Asked, Policy, Try, backoff, judge
from monitoring.completion.stack.states import State
from monitoring.web.trouble import Outcome

NOW = clock.parse("2026-03-01T12:00:00Z")
DOWN = Asked(Outcome.TEMPORARY, "no_connection", "no connection")
NOTHING = Asked(Outcome.NO_DATA, "no_data")
REFUSED = Asked(Outcome.PERMANENT, "refused", "status 403")
PAUSED = Asked(Outcome.TEMPORARY, "source_paused", "is paused", 300, paused=True)
GAVE = Asked(Outcome.OK)
COUNT, PERIOD = Policy("n", 3), Policy("p", 2)


def tried(*asked: Asked, failures: int = 0, hours: float = 0, in_window: bool = True, filled: bool = False) -> Try:
    return Try(NOW, NOW - timedelta(hours=hours), failures, in_window, filled, False, asked)


@pytest.mark.parametrize(
    ("policy", "this", "state", "reason", "counts"),
    [
        (COUNT, tried(DOWN), State.RETRY_WAIT, "no_connection", True),
        (COUNT, tried(DOWN, failures=1), State.RETRY_WAIT, "no_connection", True),
        (COUNT, tried(DOWN, failures=2), State.ON_HOLD, "tries_used_up", True),
        (PERIOD, tried(DOWN, failures=90, hours=1.5), State.RETRY_WAIT, "no_connection", True),
        (PERIOD, tried(DOWN, hours=2), State.ON_HOLD, "lifespan_over", True),
        (COUNT, tried(NOTHING, failures=2), State.RETRY_WAIT, "no_data", False),
        (COUNT, tried(NOTHING, in_window=False), State.NO_DATA, "no_data", False),
        (COUNT, tried(GAVE, filled=True), State.RETRY_WAIT, "no_data", False),
        (COUNT, tried(GAVE, NOTHING, filled=True, in_window=False), State.PARTIAL, "no_data", False),
        (COUNT, tried(REFUSED), State.FAILED, "refused", False),
        (COUNT, tried(REFUSED, NOTHING), State.RETRY_WAIT, "no_data", False),
        (COUNT, tried(REFUSED, DOWN, failures=2), State.ON_HOLD, "tries_used_up", True),
        (COUNT, tried(PAUSED, failures=2), State.RETRY_WAIT, "source_paused", False),
        (COUNT, tried(PAUSED, NOTHING, in_window=False), State.RETRY_WAIT, "source_paused", False),
        (COUNT, tried(), State.RETRY_WAIT, "no_source", False),
        (COUNT, tried(in_window=False), State.NO_DATA, "no_source", False),
    ],
)
def test_what_becomes_of_a_request(policy: Policy, this: Try, state: State, reason: str, counts: bool) -> None:
    verdict = judge(policy, this)
    assert (verdict.state, verdict.reason, verdict.failed) == (state, reason, counts)
    assert (verdict.not_before is not None) is (state is State.RETRY_WAIT)


def test_a_complete_one_ends_well_whatever_was_said() -> None:
    this = Try(NOW, NOW, 0, False, True, True, (DOWN,))
    assert judge(COUNT, this).state is State.SUCCEEDED


def test_pauses_double_with_jitter_up_to_six_hours() -> None:
    for failures, minutes in ((1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (99, 360)):
        pause = backoff(failures)
        assert timedelta(minutes=minutes) <= pause <= timedelta(minutes=minutes * 1.1)
    assert len({backoff(3) for _ in range(20)}) > 1


def test_the_other_side_may_ask_for_more_time() -> None:
    slow = Asked(Outcome.TEMPORARY, "busy", "429", 900)
    assert judge(COUNT, tried(slow)).not_before == NOW + timedelta(seconds=900)


def test_a_paused_source_is_asked_when_its_pause_is_over() -> None:
    assert judge(COUNT, tried(PAUSED)).not_before == NOW + timedelta(seconds=300)


def test_the_last_try_of_a_period_is_at_its_end() -> None:
    assert judge(PERIOD, tried(DOWN, failures=9, hours=1)).not_before == NOW + timedelta(hours=1)
