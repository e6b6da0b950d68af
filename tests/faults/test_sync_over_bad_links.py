"""Two instances over a link that loses and delays: after it is good again both are equal, and nothing is twice."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.faults.pair import Pair, Patient, prepare_ship, prepare_shore
from tests.support.bad_wire import BadWire
from tests.support.namespaces import Link, Namespace, why_not
from tests.support.running import ROOT, System
from tests.support.waiting import until

SHIP, SHORE = "10.98.7.1", "10.98.7.2"


class Aboard(Patient):
    """A system in a network of its own."""

    def __init__(self, network: Namespace, env: dict[str, str]) -> None:
        super().__init__(env=env, embedded=True)
        self.network = network

    def start(self) -> "Aboard":
        with self._log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self.network.enter,
            )
        return self

    def get(self, path: str, seconds: float = 10) -> httpx.Response:
        return self.network.within(lambda: super(Aboard, self).get(path, seconds))


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def ship_and_shore(
    closing: ExitStack, loss: float = 0.0, delay_s: float = 0.0
) -> tuple[Link, Aboard, Aboard, Pair]:
    """Two systems in networks of their own, joined by nothing but the link, and the ship knows the shore."""
    here, there = Namespace(), Namespace()
    closing.callback(here.close)
    closing.callback(there.close)
    link = Link(here, there, (SHIP, SHORE))
    closing.callback(link.close)
    bind = {"SEALOG_BIND": "0.0.0.0", "SEALOG_WEB_PROCESSES": "1"}
    shore = closing.enter_context(Aboard(there, bind | {"SEALOG_ALLOWED_HOSTS": f"{SHORE},127.0.0.1"}))
    secret = {"SEALOG_SECRET_SHORE": prepare_shore(shore), "SEALOG_ALLOWED_HOSTS": "127.0.0.1"}
    ship = closing.enter_context(Aboard(here, bind | secret))
    link.loss, link.delay_s = loss, delay_s
    pair = Pair(ship, shore)
    closing.callback(pair.close)
    prepare_ship(ship, f"http://{SHORE}:{shore.port}")
    return link, ship, shore, pair


def kill_and_wait(system: System, name: str) -> None:
    system.wait_back(name, system.kill(name))


@pytest.mark.system
def test_cut_calls_and_killed_processes_lose_and_double_nothing(closing: ExitStack) -> None:
    shore = closing.enter_context(Patient())
    wire = BadWire(shore.port)
    closing.callback(wire.close)
    ship = closing.enter_context(Patient(env={"SEALOG_SECRET_SHORE": prepare_shore(shore)}))
    wire.cut, wire.delay_s = 0.5, 0.05
    pair = Pair(ship, shore)
    closing.callback(pair.close)
    prepare_ship(ship, f"http://127.0.0.1:{wire.port}")
    victims = [("ship", "sync"), ("shore", "web-1"), ("ship", "web-1"), ("shore", "sync")]
    for number in range(24):
        pair.live("ship" if number % 2 else "shore")
        if number % 6 == 5:
            where, name = victims[number // 6]
            pair.systems[where].kill(name)
    until(lambda: wire.cuts > 2, 60, "calls are cut")
    wire.cut = wire.delay_s = 0
    pair.wait_until_equal(120)
    pair.check()


@pytest.mark.faults
@pytest.mark.skipif(why_not() != "", reason=why_not())
def test_thirty_percent_loss_and_two_seconds_delay(closing: ExitStack) -> None:
    """F30 of the promises. Both ways lose 30 % of all packets and keep each for 2 s."""
    link, ship, shore, pair = ship_and_shore(closing, loss=0.3, delay_s=2.0)
    began, number = time.monotonic(), 0
    while time.monotonic() - began < 420:
        pair.live("ship" if number % 2 else "shore")
        number += 1
        if number in (30, 60):
            kill_and_wait(ship, "sync")
            kill_and_wait(shore, "web-1")
        time.sleep(2)
    print(f"\nafter {number} deeds over the bad link: {pair.told()}")
    print(f"packets: {link.carried} carried, {link.lost} lost, {link.bytes} bytes")
    assert link.lost > 50
    link.loss, link.delay_s, returned = 0.0, 0.02, time.monotonic()
    pair.wait_until_equal(400)
    print(f"equal {time.monotonic() - returned:.0f} s after the link returned: {pair.told()}")
    pair.check()


@pytest.mark.faults
@pytest.mark.skipif(why_not() != "", reason=why_not())
def test_a_link_that_is_away_for_minutes_while_either_side_is_killed_whole(closing: ExitStack) -> None:
    link, ship, shore, pair = ship_and_shore(closing)
    for number in range(20):
        pair.live("ship" if number % 2 else "shore")
        link.loss = 1.0 if number % 4 == 3 else 0.0
        if number in (7, 14):
            system = ship if number == 7 else shore
            pair.clerks["ship" if number == 7 else "shore"].close()
            system.stop(signal.SIGKILL)
            system.start()
            system.wait_ready(90)
            pair.renew("ship" if number == 7 else "shore")
    link.loss = 1.0
    until(lambda: pair.clerks["ship"]("peers")[0]["failures"] > 1, 200, pair.told)
    link.loss = 0.0
    pair.wait_until_equal(400)
    pair.check()
