"""The board of values and the page of a stream, in the windows of several people."""

import re
import time

import pytest
from playwright.sync_api import Locator, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.screen import SOON, Screen
from tests.browser.ship import Ship
from tests.compat.cds.client import Client, new_field
from tests.support.waiting import until

SIGN_IN = 4401


def row(screen: Screen, name: str) -> Locator:
    return screen.page.locator(f'[data-testid="value-row"][data-name="{name}"]').first


def publish(ship: Ship, name: str, *values: float | str, ago: float = 0) -> None:
    with Client(ship.url) as client:
        for place, value in enumerate(values):
            at = time.time() - ago - len(values) + 1 + place
            data = {"timestamp": at, "data_id": f"dev {name}", "fields": {name: value}}
            client.ask({"type": "publish", "data": data})


def stream(ship: Ship, name: str) -> dict:
    """The stream, once it is stored."""

    def found() -> list[dict]:
        return ship.client("watcher").get("/api/streams", params={"search": name}).json()["results"]

    return until(found, what=f"{name} is stored")[0]


def test_a_value_appears_and_changes_in_every_window(page_as, ship: Ship) -> None:
    name = new_field()
    publish(ship, name, 1.5)
    stream(ship, name)
    windows = [page_as(person, "/values") for person in ("ana", "watcher")]
    for screen in windows:
        expect(row(screen, name).get_by_test_id("value")).to_have_text("1.5")
    publish(ship, name, 2.25)
    for screen in windows:
        expect(row(screen, name).get_by_test_id("value")).to_have_text("2.25", timeout=SOON)


def test_a_new_stream_comes_by_itself(page_as, ship: Ship) -> None:
    screen, name = page_as("watcher", "/values"), new_field()
    publish(ship, name, "on")
    publish(ship, name, "off")
    expect(row(screen, name).get_by_test_id("value")).to_have_text("off")
    expect(screen.find("value-group").filter(has_text=f"dev {name}")).to_be_visible()


def test_an_old_value_is_shown_as_stale(page_as, ship: Ship) -> None:
    fresh, old = new_field(), new_field()
    publish(ship, old, 1.0, ago=125)
    publish(ship, fresh, 1.0)
    stream(ship, old)
    stream(ship, fresh)
    screen = page_as("watcher", "/values")
    expect(row(screen, old)).to_have_attribute("data-state", "stale")
    expect(row(screen, old).get_by_test_id("value-age")).to_have_text("2 min")
    expect(row(screen, fresh)).to_have_attribute("data-state", "ok")
    screen.page.get_by_label("Stale only").check(force=True)
    expect(row(screen, fresh)).to_have_count(0)
    expect(row(screen, old)).to_be_visible()


def test_values_are_found_and_pins_survive_a_reload(page_as, ship: Ship) -> None:
    name, other = new_field(), new_field()
    publish(ship, name, 1.0)
    publish(ship, other, 1.0)
    stream(ship, name)
    stream(ship, other)
    screen = page_as("watcher", "/values")
    screen.find("value-search").fill(name.lower())
    expect(screen.find("value-row")).to_have_count(1)
    screen.page.get_by_role("button", name=f"Pin {name}").click()
    expect(screen.find("value-group").first).to_contain_text("Pinned")
    screen.reload().wait_live()
    expect(screen.find("value-group").first).to_contain_text(name)
    screen.find("value-search").fill("no such value")
    expect(screen.find("no-values")).to_have_text("No value fits.")


def test_a_stream_is_plotted_listed_and_described(page_as, ship: Ship) -> None:
    name = new_field()
    publish(ship, name, *[float(number) for number in range(30)])
    address = f"/values/{stream(ship, name)['id']}"
    chief, watcher = page_as("chief", address), page_as("watcher", address)
    for screen in (chief, watcher):
        expect(screen.find("plot").locator("canvas")).to_be_visible()
        expect(screen.find("plot-words")).to_contain_text("30 samples")
        expect(screen.find("samples").locator("tbody tr")).to_have_count(30)
    expect(watcher.find("describe-form")).to_have_count(0)
    chief.page.get_by_text("Describe this stream").click()
    chief.page.get_by_label("Label").fill("Water depth")
    chief.page.get_by_label("Unit").fill("m")
    chief.find("describe-save").click()
    expect(watcher.find("stream-title")).to_have_text("Water depth", timeout=SOON)
    expect(watcher.find("stream-now")).to_contain_text("m")


def test_a_span_is_chosen_and_a_wrong_one_is_marked(page_as, ship: Ship) -> None:
    name = new_field()
    publish(ship, name, 1.0, 2.0)
    screen = page_as("watcher", f"/values/{stream(ship, name)['id']}")
    screen.page.get_by_role("tab", name="7 d").click()
    expect(screen.find("plot-words")).to_contain_text("2 samples")
    screen.find("span-since").fill("2026-02-31 00:00:00")
    screen.page.get_by_role("button", name="Show").click()
    expect(screen.find("span-since")).to_have_attribute("aria-invalid", "true")
    screen.find("span-since").fill("2020-01-01 00:00:00")
    screen.find("span-until").fill("2020-01-02 00:00:00")
    screen.page.get_by_role("button", name="Show").click()
    expect(screen.find("plot-words")).to_have_text("No numbers in this span.")
    expect(screen.find("csv")).to_have_attribute("href", re.compile("since=2020-01-01T00:00:00.000Z"))


def test_live_values_are_not_for_strangers(ship: Ship) -> None:
    with (
        connect(f"{ship.url.replace('http', 'ws', 1)}/live/values", origin=ship.url) as socket,
        pytest.raises(ConnectionClosed) as closed,
    ):
        socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == SIGN_IN
