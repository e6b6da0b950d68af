"""Buttons of the logging screen: one press, one event, with the time of the press."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.ship import Ship


def test_a_static_template_logs_with_one_click_and_no_dialog(page_as: PageAs, ship: Ship) -> None:
    ana = page_as("ana")
    before = ship.clerk("count", value="VEHICLE", author="ana")
    ana.press("Off deck")
    expect(ana.toast).to_contain_text("VEHICLE")
    expect(ana.dialog).to_be_hidden()
    row = ana.rows.first
    expect(row).to_contain_text("VEHICLE")
    expect(row).to_contain_text("off deck")
    expect(row).to_have_attribute("data-state", "stored")
    assert ship.clerk("count", value="VEHICLE", author="ana") == before + 1


def test_shift_opens_the_dialog_of_a_static_template(page_as: PageAs) -> None:
    ana = page_as("ana")
    ana.press("Off deck", shift=True)
    expect(ana.dialog).to_be_visible()
    expect(ana.field("Milestone")).to_have_value("off deck")
    expect(ana.field("Milestone")).to_have_attribute("readonly", "")
    ana.submit()
    expect(ana.rows.first).to_have_attribute("data-state", "stored")


def test_the_time_of_an_event_is_the_click_even_if_submit_comes_two_minutes_later(
    page_as: PageAs, ship: Ship, word: str
) -> None:
    ana = page_as("ana", fresh=True)
    ana.page.clock.install()
    ana.open()
    before = datetime.now(UTC)
    ana.press("Problem")
    after = datetime.now(UTC)
    ana.page.clock.fast_forward("02:00")
    ana.find("option-text").fill(word)
    ana.submit()
    expect(ana.row(word)).to_have_attribute("data-state", "stored")
    [event] = ship.clerk("find", free_text=word)
    assert abs((datetime.fromisoformat(event["ts"]) - before).total_seconds()) < 2
    assert datetime.fromisoformat(event["ts"]) <= after.replace(microsecond=999_999)
    assert event["captured_at"] == event["ts"]


def test_a_double_click_logs_once(page_as: PageAs, ship: Ship) -> None:
    ben = page_as("ben")
    before = ship.clerk("count", value="VEHICLE", author="ben")
    ben.button("Off deck").dblclick()
    expect(ben.rows.first).to_contain_text("VEHICLE")
    expect(ben.waiting).to_be_hidden()
    assert ship.clerk("count", value="VEHICLE", author="ben") == before + 1


def test_a_button_can_be_pressed_again_soon_after(page_as: PageAs, ship: Ship) -> None:
    ben = page_as("ben")
    before = ship.clerk("count", value="VEHICLE", author="ben")
    ben.press("Off deck")
    expect(ben.button("Off deck")).to_have_attribute("aria-disabled", "true")
    expect(ben.button("Off deck")).not_to_have_attribute("aria-disabled", "true")
    ben.press("Off deck")
    expect(ben.waiting).to_be_hidden()
    expect(ben.rows.nth(1)).to_contain_text("ben")
    assert ship.clerk("count", value="VEHICLE", author="ben") == before + 2


def test_categories_show_their_templates_and_the_choice_outlives_a_reload(page_as: PageAs) -> None:
    ana = page_as("ana")
    expect(ana.find("template-category")).to_have_text(["Dive", "Science", "Vehicle", "All"])
    ana.find("template-category", category="Vehicle").click()
    expect(ana.find("template-button")).to_have_count(1)
    expect(ana.button("Off deck")).to_be_visible()
    ana.reload()
    expect(ana.find("template-category", category="Vehicle")).to_have_attribute("aria-selected", "true")
    expect(ana.find("template-button")).to_have_count(1)


def test_disabled_templates_are_shown_to_nobody_and_admin_templates_to_admins(page_as: PageAs) -> None:
    ana, chief = page_as("ana"), page_as("chief")
    expect(ana.button("Off deck")).to_be_visible()
    expect(ana.button("Maintenance")).to_have_count(0)
    expect(chief.button("Maintenance")).to_be_visible()
    for screen in (ana, chief):
        expect(screen.button("Switched off")).to_have_count(0)


def test_templates_can_be_pressed_by_their_number_key(page_as: PageAs) -> None:
    ana = page_as("ana")
    ana.page.keyboard.press("2")
    expect(ana.dialog).to_be_visible()
    expect(ana.page.locator("#options-title")).to_have_text("Sample")
    ana.find("option-cancel").click()
    expect(ana.dialog).to_be_hidden()


def test_free_text_becomes_an_event_with_enter_and_the_field_is_empty_again(page_as: PageAs, word: str) -> None:
    ana = page_as("ana")
    ana.page.keyboard.press("/")
    expect(ana.find("free-text")).to_be_focused()
    ana.page.keyboard.type(f"winch stopped, {word}")
    ana.page.keyboard.press("Enter")
    expect(ana.row(word)).to_contain_text("FREE_FORM")
    expect(ana.find("free-text")).to_have_value("")


def test_free_text_of_spaces_alone_logs_nothing(page_as: PageAs) -> None:
    ana = page_as("ana")
    ana.find("free-text").fill("   ")
    expect(ana.find("free-text-submit")).to_be_disabled()


def test_half_a_sentence_survives_a_reload(page_as: PageAs, word: str) -> None:
    ana = page_as("ana")
    ana.find("free-text").fill(f"half {word}")
    ana.reload()
    expect(ana.find("free-text")).to_have_value(f"half {word}")
    ana.find("free-text").fill("")


def test_who_is_on_watch_is_stored_with_the_events_of_this_device(page_as: PageAs, ship: Ship, word: str) -> None:
    guest = page_as("guest")
    guest.find("on-watch").click()
    guest.find("duty-name").fill("Marit")
    guest.find("duty-station").fill("Control van")
    guest.find("duty-submit").click()
    guest.type_event(word)
    expect(guest.row(word)).to_have_attribute("data-state", "stored")
    [event] = ship.clerk("find", free_text=word)
    assert (event["event_author"], event["on_watch"], event["station"]) == ("guest", "Marit", "Control van")


def test_the_page_speaks_of_the_last_event_and_of_the_utc_time(page_as: PageAs, word: str) -> None:
    ana = page_as("ana")
    ana.type_event(word)
    expect(ana.find("since-event")).to_have_text(re.compile(r"^\d s$"))
    now = datetime.now(UTC)
    expect(ana.find("strip")).to_contain_text(f"{now:%Y-%m-%d}")
