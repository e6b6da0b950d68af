"""Cancel, Esc, a press outside and a closed tab each leave what the author can recover."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship


@pytest.fixture
def ben(page_as: PageAs) -> Screen:
    return page_as("ben")


def leave_by_cancel(screen: Screen) -> None:
    screen.find("option-cancel").click()


def leave_by_escape(screen: Screen) -> None:
    screen.page.keyboard.press("Escape")


def leave_by_a_press_outside(screen: Screen) -> None:
    screen.page.mouse.click(5, 5)


WAYS_OUT = [leave_by_cancel, leave_by_escape, leave_by_a_press_outside]


@pytest.mark.parametrize("leave", WAYS_OUT)
def test_leaving_an_untouched_dialog_discards_the_event_and_undo_brings_it_back(ben: Screen, leave) -> None:
    ben.press("Sample")
    expect(ben.dialog).to_be_visible()
    expect(ben.rows.first).to_have_attribute("data-state", "draft")
    event_id = str(ben.rows.first.get_attribute("data-event-id"))
    leave(ben)
    expect(ben.dialog).to_be_hidden()
    expect(ben.row(event_id)).to_be_hidden()
    ben.toast.get_by_test_id("undo").click()
    expect(ben.row(event_id)).to_have_attribute("data-state", "draft")
    expect(ben.find("drafts-bar")).to_be_visible()
    discard_drafts(ben)


@pytest.mark.parametrize("leave", WAYS_OUT)
def test_leaving_a_filled_dialog_asks_and_the_answers_can_be_kept(ben: Screen, leave, word: str) -> None:
    ben.press("Sample")
    ben.answer_sample(word)
    leave(ben)
    expect(ben.find("option-keep")).to_be_focused()
    ben.find("option-continue").click()
    expect(ben.field("Sample ID")).to_have_value(word)
    leave(ben)
    ben.find("option-keep").click()
    expect(ben.dialog).to_be_hidden()
    ben.find("drafts-open").click()
    expect(ben.field("Sample ID")).to_have_value(word)
    expect(ben.field("Side").get_by_label("Port")).to_be_checked()
    ben.submit()
    expect(ben.row(word)).to_have_attribute("data-state", "stored")
    expect(ben.find("drafts-bar")).to_be_hidden()


def test_discard_takes_the_event_away(ben: Screen, ship: Ship, word: str) -> None:
    ben.press("Sample")
    ben.field("Sample ID").fill(word)
    event_id = str(ben.rows.first.get_attribute("data-event-id"))
    ben.page.keyboard.press("Escape")
    ben.find("option-discard").click()
    expect(ben.row(event_id)).to_be_hidden()
    assert ship.clerk("count", id=event_id, state="deleted") == 1


def test_a_draft_with_its_answers_is_found_again_after_the_tab_was_closed(
    ben: Screen, ship: Ship, word: str
) -> None:
    ben.press("Sample")
    ben.answer_sample(word)
    expect(ben.rows.first).to_have_attribute("data-state", "draft")
    event_id = str(ben.rows.first.get_attribute("data-event-id"))
    page = ben.page.context.new_page()
    ben.page.close()
    again = Screen(page, ben.watch).open()
    expect(again.find("drafts-bar")).to_contain_text("1 unfinished event")
    again.find("drafts-open").click()
    expect(again.field("Sample ID")).to_have_value(word)
    again.submit()
    expect(again.row(event_id)).to_contain_text(word)
    assert ship.clerk("count", id=event_id, state="final") == 1


def test_drafts_are_listed_for_their_author_on_another_device(page_as: PageAs, ship: Ship) -> None:
    ship.clerk("events", many=[{"by": "cara", "value": "SAMPLE", "state": "draft"}] * 2)
    cara = page_as("cara")
    expect(cara.find("drafts-bar")).to_contain_text("2 unfinished events")
    cara.find("drafts-open").click()
    for _ in range(2):
        cara.page.get_by_role("dialog").get_by_role("button", name="Discard").first.click()
    expect(cara.find("drafts-bar")).to_be_hidden()


def discard_drafts(screen: Screen) -> None:
    screen.find("drafts-open").click()
    screen.find("option-cancel").click()
    expect(screen.find("drafts-bar")).to_be_hidden()
