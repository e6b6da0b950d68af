"""One system, one Chromium; every person gets windows of their own."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.browser.stock import make_crew, make_templates
from tests.browser.windows import Windows
from tests.support.running import ROOT, System

# Read while this file is imported: the run puts the settings of the person who started it aside.
KEEP_SCREENSHOTS = bool(os.environ.get("SEALOG_SCREENSHOTS"))
PageAs = Callable[..., Screen]

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with the tests of this folder: its event loop would be in the way of others."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@contextmanager
def new_ship() -> Iterator[Ship]:
    with System() as system:
        ship = Ship(system)
        make_crew(ship.clerk)
        make_templates(ship.clerk)
        yield ship
        ship.close()


@pytest.fixture(scope="package")
def ship() -> Iterator[Ship]:
    """A system of its own without demonstration, so that nothing happens but what the tests do."""
    with new_ship() as ship:
        yield ship


@pytest.fixture(scope="package")
def second_ship() -> Iterator[Ship]:
    """For tests that would be in the way of others: this one is stopped, killed and filled."""
    with new_ship() as ship:
        yield ship


@pytest.fixture(scope="package")
def demonstration() -> Iterator[Ship]:
    """The demonstration with a dive under way, its people and sensors."""
    with System(demo=True) as system:
        ship = Ship(system, password="demo")
        yield ship
        ship.close()


@pytest.fixture(scope="package")
def all_windows(chromium: Browser) -> Iterator[Windows]:
    windows = Windows(chromium)
    yield windows
    windows.close()


@pytest.fixture
def windows(all_windows: Windows) -> Iterator[Windows]:
    """`windows(url)`: an empty window; what happened behind each is checked at the end of the test."""
    yield all_windows
    all_windows.end_test()


@pytest.fixture
def page_as(ship: Ship, windows: Windows) -> PageAs:
    """`page_as("ana")`: a window in which Ana is logged in and looks at the live logging screen."""

    def open_as(name: str, path: str = "/", of: Ship = ship, **options: Any) -> Screen:
        screen = windows(of.url, **options)
        screen.page.context.add_cookies(of.cookies(name))  # type: ignore[arg-type]
        return screen.open(path)

    return open_as


@pytest.fixture
def word() -> str:
    """A word that no other event holds."""
    return f"w{secrets.token_hex(4)}"


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go."""
    folder = ROOT / ("docs/images" if KEEP_SCREENSHOTS else "tests/output")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
