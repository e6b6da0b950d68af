"""Logging in: by password, by one click, and back to the page that was asked for."""

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.people import PASSWORD


@pytest.fixture
def stranger(windows, ship: Ship) -> Screen:
    screen = windows(ship.url)
    screen.page.goto("/")
    return screen


def test_a_password_opens_the_logging_screen_and_log_out_closes_it(stranger: Screen) -> None:
    stranger.find("login-username").fill("ana")
    stranger.find("login-password").fill(PASSWORD)
    stranger.find("login-submit").click()
    stranger.wait_live()
    expect(stranger.find("user-menu")).to_contain_text("Ana")
    stranger.find("user-menu").locator("summary").click()
    stranger.find("logout").click()
    expect(stranger.find("login-submit")).to_be_visible()
    stranger.page.goto("/")
    expect(stranger.find("login-submit")).to_be_visible()


def test_a_wrong_password_is_refused_with_words_and_the_name_stays(stranger: Screen) -> None:
    stranger.watch.network_may_fail = True  # the refusal is a 401
    stranger.find("login-username").fill("ana")
    stranger.find("login-password").fill("not this one")
    stranger.find("login-submit").click()
    expect(stranger.page.get_by_role("alert")).to_contain_text("unknown user or bad password")
    expect(stranger.find("login-username")).to_have_value("ana")


def test_somebody_logged_in_switches_to_guest_with_one_press(stranger: Screen) -> None:
    stranger.find("login-username").fill("ana")
    stranger.find("login-password").fill(PASSWORD)
    stranger.find("login-submit").click()
    stranger.wait_live()
    stranger.find("user-menu").locator("summary").click()
    stranger.page.get_by_role("button", name="Switch to Guest").click()
    stranger.wait_live()
    expect(stranger.find("user-menu")).to_contain_text("Guest")
