"""What one person does, another sees within two seconds and without reloading."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import SOON, Screen
from tests.browser.ship import Ship


@pytest.fixture
def other(page_as: PageAs) -> Screen:
    return page_as("ana")


@pytest.fixture
def mine(page_as: PageAs) -> Screen:
    return page_as("guest")


def test_guest_logs_in_with_one_click_and_another_window_sees_the_event_complete_itself(
    windows, ship: Ship, other: Screen, word: str
) -> None:
    guest = windows(ship.url)
    guest.page.goto("/")
    guest.find("login-guest").click()
    guest.wait_live()
    guest.press("Sample")
    draft = other.rows.filter(has_text="being completed by guest")
    expect(draft).to_be_visible(timeout=SOON)
    event_id = draft.get_attribute("data-event-id")
    guest.answer_sample(word, side="Starboard")
    guest.find("option-submit").click()
    row = other.row(str(event_id))
    expect(row).to_contain_text(word, timeout=SOON)
    for answer in ("SAMPLE", "Rock", "Starboard", "Bagged", "ROV"):
        expect(row).to_contain_text(answer)
    expect(row).to_have_attribute("data-state", "stored")


def test_a_comment_appears_in_the_other_window(mine: Screen, other: Screen, word: str) -> None:
    mine.type_event(word)
    expect(other.row(word)).to_be_visible(timeout=SOON)
    mine.comment(word, "seen again at the next pass")
    expect(other.row(word)).to_contain_text("seen again at the next pass", timeout=SOON)


def test_an_edit_appears_in_the_other_window(mine: Screen, other: Screen, word: str) -> None:
    mine.type_event(word)
    mine.open_event(word)
    mine.find("event-edit").click()
    mine.details.get_by_test_id("option-text").fill(f"{word} corrected")
    mine.find("edit-submit").click()
    expect(other.row(word)).to_contain_text(f"{word} corrected", timeout=SOON)


def test_a_deletion_appears_in_the_other_window_and_undo_brings_the_event_back(
    mine: Screen, other: Screen, word: str
) -> None:
    mine.type_event(word)
    expect(other.row(word)).to_be_visible(timeout=SOON)
    mine.open_event(word)
    mine.find("event-delete").click()
    expect(other.row(word)).to_have_attribute("data-state", "deleted", timeout=SOON)
    expect(other.row(word)).to_be_hidden()
    mine.toast.get_by_test_id("undo").click()
    expect(other.row(word)).to_have_attribute("data-state", "stored", timeout=SOON)
    expect(mine.row(word)).to_have_attribute("data-state", "stored", timeout=SOON)


def test_undo_right_after_logging_takes_the_event_away_everywhere(mine: Screen, other: Screen, word: str) -> None:
    mine.type_event(word)
    expect(other.row(word)).to_be_visible(timeout=SOON)
    mine.toast.get_by_test_id("undo").click()
    expect(other.row(word)).to_be_hidden(timeout=6_000)
    expect(mine.row(word)).to_be_hidden(timeout=6_000)


def test_aux_data_that_comes_late_reaches_the_newest_card_and_the_open_details(
    ship: Ship, mine: Screen, other: Screen, word: str
) -> None:
    mine.type_event(word)
    other.open_event(word)
    event_id = str(mine.row(word).get_attribute("data-event-id"))
    values = [["latitude", "48.3291", "ddeg"], ["depth", "1987.42", "meters"]]
    ship.clerk("aux_data", event_id=event_id, source="vehicleRealtimeNavData", values=values)
    card = mine.find("newest-event").get_by_test_id("aux-card")
    expect(card).to_contain_text("Vehicle Realtime Nav Data", timeout=SOON)
    expect(card).to_contain_text("1987.42 meters")
    expect(other.details.get_by_test_id("aux-card")).to_contain_text("48.3291 ddeg", timeout=SOON)


def test_a_changed_template_reaches_every_page(ship: Ship, mine: Screen, word: str) -> None:
    template = ship.clerk("template", event_name=word, event_value="NEW", categories=["Dive"])
    expect(mine.button(word)).to_be_visible(timeout=SOON)
    ship.clerk("remove_template", id=template)
    expect(mine.button(word)).to_be_hidden(timeout=SOON)
