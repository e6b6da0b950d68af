"""Stopping, in order and by force: nothing is left, and the next start works."""

import signal
import time

import pytest

from tests.support.running import System
from tests.support.waiting import until

pytestmark = pytest.mark.system


def test_sigterm_stops_everything_within_ten_seconds() -> None:
    with System() as system:
        started = time.monotonic()
        assert system.stop(signal.SIGTERM) == 0
        assert time.monotonic() - started < 10
        assert system.processes() == []
        assert system.children() == {}


def test_a_killed_up_leaves_nothing_and_the_next_start_works() -> None:
    with System() as system:
        before = system.processes()
        assert len(before) > 5
        system.stop(signal.SIGKILL)
        until(lambda: not system.processes(), 15, f"no orphan is left {system.processes()}")
        system.start().wait_ready()
        assert system.stop(signal.SIGINT) == 0
        assert system.processes() == []


def test_a_start_ends_what_a_killed_up_left_frozen() -> None:
    """A stopped process does not see the signal that would end it: the next start must do it."""
    with System() as system:
        worker = system.children()["worker"]
        system.kill("worker", signal.SIGSTOP)
        system.stop(signal.SIGKILL)
        system.start().wait_ready()
        assert system.children()["worker"] != worker
        assert worker not in [process.pid for process in system.processes()]


def test_a_second_signal_hurries() -> None:
    with System() as system:
        assert system.process
        system.kill("web-1", signal.SIGSTOP)
        system.process.send_signal(signal.SIGTERM)
        until(lambda: "stopping" in system.log)
        started = time.monotonic()
        assert system.stop(signal.SIGTERM) == 0
        assert time.monotonic() - started < 3
        assert system.processes() == []
