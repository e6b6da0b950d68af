"""A page left open through the death of web processes and a restart of everything catches up by itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship

CAUGHT_UP = 5_000  # promised, counted from the server's return


@pytest.fixture
def ana(page_as: PageAs, second_ship: Ship) -> Screen:
    screen = page_as("ana", of=second_ship)
    screen.watch.network_may_fail = True
    return screen


def test_an_open_page_shows_what_it_missed_while_every_web_process_was_killed(
    second_ship: Ship, ana: Screen, word: str
) -> None:
    system = second_ship.system
    old = {name: system.kill(name) for name in system.children() if name.startswith("web-")}
    for number in range(10):
        second_ship.clerk("event", value="NOTE", by="ben", free_text=f"{word} {number}")
    for name, process in old.items():
        system.wait_back(name, process)
    system.wait_ready()
    expect(ana.row(word)).to_have_count(10, timeout=CAUGHT_UP)
    ana.wait_live(CAUGHT_UP)
    texts = ana.row(word).locator(".row-text")
    expect(texts).to_have_text([f"{word} {number}" for number in reversed(range(10))])


def test_an_open_page_shows_what_it_missed_during_a_restart_of_everything(
    second_ship: Ship, ana: Screen, word: str
) -> None:
    system = second_ship.system
    system.stop()
    expect(ana.badge).not_to_have_attribute("data-state", "live")
    ana.type_event(f"{word} mine")
    expect(ana.waiting).to_contain_text("1 waiting")
    system.start()
    second_ship.clerk.try_until_done("event", value="NOTE", by="ben", free_text=f"{word} missed")
    system.wait_ready()
    expect(ana.row(f"{word} missed")).to_be_visible(timeout=CAUGHT_UP)
    ana.wait_live(CAUGHT_UP)
    expect(ana.row(f"{word} mine")).to_have_attribute("data-state", "stored", timeout=15_000)
    expect(ana.waiting).to_be_hidden()
    assert second_ship.clerk("count", free_text=f"{word} mine") == 1
