"""The pictures of the README, taken from the demonstration with a dive under way."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAs
from tests.browser.pictures import keep
from tests.browser.screen import Screen
from tests.browser.ship import Ship

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NAMES = {"day": "day", "dark": "dark", "red": "night"}
LOADED = "() => [...document.images].every((image) => !image.checkVisibility() || image.complete)"


@pytest.fixture
def science_at(page_as: PageAs, demonstration: Ship):
    """`science_at(theme)`: the scientist's window in a theme, during the dive, with pictures of the seafloor."""

    def open_at(theme: str, **options) -> Screen:
        screen = page_as("science", of=demonstration, **options)
        screen.page.evaluate("theme => localStorage.setItem('sealog.theme', JSON.stringify(theme))", theme)
        screen.page.evaluate('localStorage.setItem(\'sealog.duty\', \'{"on_watch": "Marit", "station": "Van"}\')')
        screen.open()
        expect(screen.page.locator("html")).to_have_attribute("data-theme", theme)
        expect(screen.find("lowering-id")).not_to_have_text("none")
        return screen

    return open_at


def wait_for_pictures(screen: Screen, card: str) -> None:
    expect(screen.find(card).locator("img").first).to_be_visible(timeout=60_000)
    screen.page.wait_for_function(LOADED)


def show_all_of_it(screen: Screen) -> None:
    """Every button, and a newest event with a frame of each camera: an own one where there is none."""
    screen.find("template-category", category="All").click()
    if not screen.find("newest-event").locator("img").count():
        screen.press("Sea cucumber")
        screen.toast.get_by_label("Dismiss message").click()
    wait_for_pictures(screen, "newest-event")


def is_a_picture(path: Path) -> bool:
    return path.stat().st_size > 10_000


@pytest.mark.parametrize("theme", NAMES)
def test_the_logging_screen_on_a_desk(science_at, pictures: Path, theme: str) -> None:
    screen = science_at(theme)
    show_all_of_it(screen)
    assert is_a_picture(keep(screen.page, pictures / f"logging-{NAMES[theme]}.png"))


@pytest.mark.parametrize("theme", NAMES)
def test_the_logging_screen_on_a_phone(science_at, pictures: Path, theme: str) -> None:
    screen = science_at(theme, **PHONE)
    assert is_a_picture(keep(screen.page, pictures / f"logging-phone-{NAMES[theme]}.png"))


def test_the_options_dialog(science_at, pictures: Path) -> None:
    screen = science_at("day")
    show_all_of_it(screen)
    screen.press("Coral")
    expect(screen.dialog).to_be_visible()
    screen.choose("Form", "fan")
    screen.choose("Cover", "patchy")
    screen.find("option-text").fill("on the edge of a pillow, current from the south")
    assert is_a_picture(keep(screen.page, pictures / "options.png"))
    screen.page.keyboard.press("Escape")
    screen.find("option-discard").click()


def test_the_details_of_an_event(science_at, pictures: Path) -> None:
    screen = science_at("day")
    show_all_of_it(screen)
    screen.find("newest-event").locator(".newest-title").click()
    wait_for_pictures(screen, "event-details")
    assert is_a_picture(keep(screen.page, pictures / "details.png"))


def test_the_login_page(windows, demonstration: Ship, pictures: Path) -> None:
    page: Page = windows(demonstration.url).page
    page.goto("/login")
    expect(page.get_by_test_id("login-guest")).to_be_visible()
    assert is_a_picture(keep(page, pictures / "login.png"))
