"""Whatever is killed while people log: every acknowledged event is there once, and open pages hear of each."""

import random
import signal
import time
from contextlib import ExitStack

import pytest
import redis

from sealog.embedded import places
from tests.browser.ship import Ship
from tests.faults.listening import Listener
from tests.faults.load import Load
from tests.support.running import System
from tests.support.waiting import until

PARTS = ("web-1", "worker", "valkey", "postgres")
BACK_S = 10  # promised: service answers again so soon after the database


def kill_and_wait(system: System, name: str) -> None:
    system.wait_back(name, system.kill(name))
    system.wait_ready(60)


def kill_all_of_it(system: System) -> None:
    system.stop(signal.SIGKILL)
    system.start().wait_ready()


@pytest.mark.system
def test_nothing_is_lost_while_each_part_and_then_the_supervisor_is_killed(embedded_ship: Ship) -> None:
    with Listener(embedded_ship) as page, Load(embedded_ship) as load:
        load.wait_for_more()
        for name in PARTS:
            kill_and_wait(embedded_ship.system, name)
            load.wait_for_more()
        kill_all_of_it(embedded_ship.system)
        load.wait_for_more()
        load.stop()
        page.wait_for(set(load.acknowledged))
    load.check()
    page.check()
    assert page.breaks > 0, "the faults did not reach the listener"
    assert load.repeated > 0, "the faults did not reach the callers"


@pytest.mark.system
def test_events_are_stored_and_heard_of_while_the_broker_hangs_and_after_it_lost_everything(
    embedded_ship: Ship,
) -> None:
    with Listener(embedded_ship) as page, Load(embedded_ship, rate=10) as load:
        load.wait_for_more()
        embedded_ship.system.kill("valkey", signal.SIGSTOP)
        try:
            began = time.monotonic()
            load.wait_for_more(20, seconds=15)
            page.wait_for(set(load.acknowledged), seconds=5)
            assert time.monotonic() - began < 20
        finally:
            embedded_ship.system.kill("valkey", signal.SIGCONT)
        redis.Redis.from_url(places.valkey_url(embedded_ship.system.data_dir)).flushall()
        load.wait_for_more()
        load.stop()
        page.wait_for(set(load.acknowledged), seconds=5)
    load.check()
    page.check()
    embedded_ship.system.wait_ready()


@pytest.mark.system
def test_a_burst_reaches_every_open_page_whole_and_in_order(ship: Ship) -> None:
    burst(ship, events=200, pages=3)


@pytest.mark.faults
def test_a_burst_of_a_thousand_reaches_twenty_open_pages(ship: Ship) -> None:
    burst(ship, events=1000, pages=20)


def burst(ship: Ship, events: int, pages: int) -> None:
    with ExitStack() as opened:
        listeners = [opened.enter_context(Listener(ship)) for _ in range(pages)]
        stored = ship.clerk("events", many=[{"by": "ana", "value": "BURST"}] * events)
        ids = [event["id"] for event in stored]
        for listener in listeners:
            listener.wait_for(set(ids))
    for listener in listeners:
        listener.check()
        assert [id for id in listener.created if id in set(ids)] == ids


@pytest.mark.faults
def test_web_processes_may_be_killed_two_hundred_times(ship: Ship) -> None:
    """F1 of the promises, at a hundred events a second."""
    chance = random.Random(1)
    names = [name for name in ship.system.children() if name.startswith("web-")]
    with Listener(ship) as page, Load(ship, rate=100) as load:
        for _ in range(200):
            name = chance.choice(names)
            ship.system.wait_back(name, ship.system.kill(name))
            time.sleep(chance.uniform(0, 1))
        load.wait_for_more()
        load.stop()
        page.wait_for(set(load.acknowledged))
    load.check()
    page.check()


@pytest.mark.faults
def test_the_database_may_be_killed_fifty_times(embedded_ship: Ship) -> None:
    """F2 of the promises: no manual step, and service again within ten seconds after the database."""
    chance = random.Random(2)
    with Listener(embedded_ship) as page, Load(embedded_ship) as load:
        for _ in range(50):
            embedded_ship.system.wait_back("postgres", embedded_ship.system.kill("postgres"))
            until(lambda: embedded_ship.clerk.try_until_done("count") >= 0)
            load.wait_for_more(1, seconds=BACK_S)
            time.sleep(chance.uniform(0, 2))
        load.wait_for_more()
        load.stop()
        page.wait_for(set(load.acknowledged))
    load.check()
    page.check()


@pytest.mark.faults
def test_everything_may_be_killed_twenty_times(embedded_ship: Ship) -> None:
    with Listener(embedded_ship) as page, Load(embedded_ship) as load:
        for _ in range(20):
            kill_all_of_it(embedded_ship.system)
            load.wait_for_more()
        load.stop()
        page.wait_for(set(load.acknowledged))
    load.check()
    page.check()
