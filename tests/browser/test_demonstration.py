"""Simulated sensors, through loggers and streams, to the header strip of the logging screen."""

import os
import re
import signal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.support.waiting import until

PLACE = re.compile(r"^38°3\d\.\d{3}.N 031°4\d\.\d{3}.W$")
STARTS_WITHIN = 60_000  # milliseconds


@pytest.fixture
def watching(page_as: PageAs, demonstration: Ship) -> Screen:
    screen = page_as("science", of=demonstration)
    expect(screen.find("strip-depth-value")).to_have_text(re.compile(r"^\d{4}\.\d m$"), timeout=STARTS_WITHIN)
    return screen


def logger(ship: Ship, name: str) -> dict[str, Any]:
    """What the page of the loggers says of one."""
    told = ship.client("science").get("/api/loggers/status").json()
    return (told["status"] or {"loggers": {}})["loggers"].get(name, {})


def test_position_and_depth_of_the_vehicle_are_in_the_strip_and_move(watching: Screen) -> None:
    expect(watching.find("strip-position-value")).to_have_text(PLACE)
    expect(watching.find("strip-position")).to_contain_text("Position rov")
    expect(watching.find("strip-depth-age")).to_have_text(re.compile(r"^\d+ s$"))
    before = watching.find("strip-depth-value").text_content() or ""
    expect(watching.find("strip-depth-value")).not_to_have_text(before)


def test_they_fit_on_a_phone(page_as: PageAs, demonstration: Ship, watching: Screen) -> None:
    phone = page_as("science", of=demonstration, viewport={"width": 390, "height": 844})
    expect(phone.find("strip-position-value")).to_have_text(PLACE)
    for name in ("strip-position", "strip-depth"):
        box = phone.find(name).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_killed_logger_comes_back_and_goes_on(watching: Screen, demonstration: Ship) -> None:
    old = until(lambda: logger(demonstration, "rov").get("pid"), 60, "the logger of the vehicle runs")
    os.kill(old, signal.SIGKILL)

    def is_back() -> bool:
        now = logger(demonstration, "rov")
        return now.get("pid") not in (None, old) and now["state"] == "running" and now["records"] > 0

    until(is_back, 60, "it runs again")
    expect(watching.find("strip-depth")).not_to_have_attribute("data-state", "warn")


def test_sensors_that_fall_silent_are_marked_and_come_back(watching: Screen, demonstration: Ship) -> None:
    old = demonstration.system.kill("demo", signal.SIGSTOP)
    try:
        expect(watching.find("strip-depth-age")).to_contain_text("stale", timeout=40_000)
        expect(watching.find("strip-depth")).to_have_attribute("data-state", "warn")
    finally:
        os.kill(old, signal.SIGKILL)  # they start anew, on other terminals
    expect(watching.find("strip-position")).to_have_attribute("data-state", "", timeout=STARTS_WITHIN)
    until(lambda: logger(demonstration, "gyro").get("state") == "running", 60, "the gyro is heard again")
