"""Stopping, in order and by force: nothing is left, and the next start works."""

import signal
import time
from collections.abc import Iterator

import pytest

from tests.support.running import System
from tests.support.waiting import until

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def own_system() -> Iterator[System]:
    """Not the one of the other tests: this one is stopped and started again."""
    with System() as running:
        yield running


@pytest.fixture
def system(own_system: System) -> System:
    if own_system.process and own_system.process.poll() is not None:
        own_system.start()
    return own_system.wait_ready()


def test_sigterm_stops_everything_within_ten_seconds(system: System) -> None:
    started = time.monotonic()
    assert system.stop(signal.SIGTERM) == 0
    assert time.monotonic() - started < 10
    assert system.processes() == []
    assert system.children() == {}


def test_a_killed_up_leaves_nothing_and_the_next_start_works(system: System) -> None:
    before = system.processes()
    assert len(before) >= 5
    system.stop(signal.SIGKILL)
    until(lambda: not system.processes(), 15, f"no orphan is left {system.processes()}")
    system.start().wait_ready()
    assert system.stop(signal.SIGINT) == 0
    assert system.processes() == []


def test_a_start_ends_what_a_killed_up_left_frozen(system: System) -> None:
    """A stopped process does not see the signal that would end it: the next start must do it."""
    worker = system.children()["worker"]
    system.kill("worker", signal.SIGSTOP)
    system.stop(signal.SIGKILL)
    system.start().wait_ready()
    assert system.children()["worker"] != worker
    assert worker not in [process.pid for process in system.processes()]


def test_a_second_signal_hurries(system: System) -> None:
    assert system.process
    system.kill("web-1", signal.SIGSTOP)
    earlier = system.log.count("| stopping")
    system.process.send_signal(signal.SIGTERM)
    until(lambda: system.log.count("| stopping") > earlier)
    started = time.monotonic()
    assert system.stop(signal.SIGTERM) == 0
    assert time.monotonic() - started < 3
    assert system.processes() == []
