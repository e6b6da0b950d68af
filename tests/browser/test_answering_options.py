"""The options dialog: five kinds of questions, what is required, what is filled in, and the time."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship


@pytest.fixture
def ana(page_as: PageAs) -> Screen:
    return page_as("ana")


def newest_answers(ship: Ship, value: str) -> dict[str, object]:
    event = max(ship.clerk("find", value=value, author="ana"), key=lambda each: each["received_at"])
    return {each["event_option_name"]: each["event_option_value"] for each in event["event_options"]}


def test_all_five_kinds_of_answers_are_stored(ana: Screen, ship: Ship, word: str) -> None:
    ana.press("Sample")
    ana.field("Sample ID").fill(word)
    ana.field("Kind").select_option("Water")
    ana.choose("Side", "Starboard")
    ana.choose("Handling", "Frozen")
    ana.choose("Handling", "Photographed")
    ana.find("option-text").fill("broke off cleanly")
    ana.submit()
    expect(ana.row(word)).to_contain_text("broke off cleanly")
    expect(ana.row(word)).to_have_attribute("data-state", "stored")
    assert newest_answers(ship, "SAMPLE") == {
        "sample_id": word,
        "kind": "Water",
        "side": "Starboard",
        "handling": ["Photographed", "Frozen"],
        "platform": "ROV",
    }


def test_each_required_question_is_named_when_it_is_missing_and_nothing_is_stored(ana: Screen) -> None:
    ana.press("Sample")
    ana.find("option-submit").click()
    expect(ana.dialog).to_be_visible()
    errors = ana.dialog.locator(".field-error:visible")
    one = "Must select at least one option"
    expect(errors).to_have_text(["Required", "Required", one, one])
    expect(ana.field("Sample ID")).to_be_focused()
    expect(ana.field("Sample ID")).to_have_attribute("aria-invalid", "true")
    expect(ana.rows.first).to_have_attribute("data-state", "draft")
    ana.answer_sample("late but complete")
    ana.submit()
    expect(ana.rows.first).to_have_attribute("data-state", "stored")


def test_the_first_empty_required_question_has_the_focus(ana: Screen) -> None:
    ana.press("Sample")
    expect(ana.field("Sample ID")).to_be_focused()
    ana.find("option-cancel").click()


def test_defaults_are_filled_in_and_stored(ana: Screen, ship: Ship) -> None:
    ana.press("Survey")
    expect(ana.field("Waypoint")).to_have_value("WP1")
    expect(ana.field("Direction")).to_have_value("East")
    expect(ana.field("State").get_by_label("Start")).to_be_checked()
    expect(ana.field("Instruments").get_by_label("Video")).to_be_checked()
    expect(ana.field("Instruments").get_by_label("Lights")).not_to_be_checked()
    ana.submit()
    expect(ana.rows.first).to_have_attribute("data-state", "stored")
    assert newest_answers(ship, "SURVEY") == {
        "waypoint": "WP1",
        "direction": "East",
        "state": "Start",
        "instruments": ["Sonar", "Video"],
    }


def test_a_chosen_radio_can_be_cleared_by_its_button_and_by_a_second_press(ana: Screen, ship: Ship) -> None:
    ana.press("Survey")
    state = ana.field("State")
    state.get_by_role("button", name="Clear").click()
    expect(state.get_by_label("Start")).not_to_be_checked()
    state.get_by_label("End").click()
    expect(state.get_by_label("End")).to_be_checked()
    state.get_by_label("End").click()
    expect(state.get_by_label("End")).not_to_be_checked()
    ana.submit()
    expect(ana.rows.first).to_have_attribute("data-state", "stored")
    assert "state" not in newest_answers(ship, "SURVEY")


def test_cleared_answers_are_left_out(ana: Screen, ship: Ship) -> None:
    ana.press("Survey")
    ana.field("Waypoint").fill("")
    ana.field("Direction").select_option("")
    ana.choose("Instruments", "Sonar")
    ana.choose("Instruments", "Video")
    ana.submit()
    expect(ana.rows.first).to_have_attribute("data-state", "stored")
    assert newest_answers(ship, "SURVEY") == {"state": "Start"}


def test_other_entries_take_the_place_of_the_choices(ana: Screen, ship: Ship, word: str) -> None:
    ana.press("Survey")
    ana.dialog.locator('[data-testid="option-other"][data-option-name="State"]').fill("Paused")
    expect(ana.field("State").get_by_label("Start")).not_to_be_checked()
    ana.submit()
    ana.press("Sample")
    ana.answer_sample(word)
    ana.field("Kind").select_option("Other…")
    ana.dialog.locator('[data-testid="option-other"][data-option-name="Kind"]').fill("Cable")
    ana.submit()
    expect(ana.row(word)).to_have_attribute("data-state", "stored")
    assert newest_answers(ship, "SURVEY")["state"] == "Paused"
    assert newest_answers(ship, "SAMPLE")["kind"] == "Cable"


def test_a_required_dropdown_wants_its_other_entry_written(ana: Screen, word: str) -> None:
    ana.press("Sample")
    ana.answer_sample(word)
    ana.field("Kind").select_option("Other…")
    ana.find("option-submit").click()
    expect(ana.dialog.locator(".field-error:visible")).to_have_text(["Required"])


def test_a_choice_that_holds_a_semicolon_stays_one_choice(ana: Screen, ship: Ship, word: str) -> None:
    ana.press("Seafloor")
    ana.choose("Form", "Corrugation;Ridge")
    ana.choose("Form", "Flat")
    ana.dialog.locator('[data-testid="option-other"][data-option-name="Form"]').fill(word)
    ana.submit()
    expect(ana.row(word)).to_have_attribute("data-state", "stored")
    assert newest_answers(ship, "SEAFLOOR") == {"form": ["Corrugation;Ridge", "Flat", word]}
    ana.open_event(word)
    ana.find("event-edit").click()
    form = ana.details.get_by_test_id("option-field")
    expect(form.get_by_label("Corrugation;Ridge")).to_be_checked()
    expect(form.get_by_label("Slope")).not_to_be_checked()


def test_required_text_is_asked_for(ana: Screen, word: str) -> None:
    ana.press("Problem")
    expect(ana.find("option-text")).to_be_focused()
    ana.find("option-submit").click()
    expect(ana.dialog.locator(".field-error:visible")).to_have_text(["Required"])
    ana.find("option-text").fill(word)
    ana.page.keyboard.press("Control+Enter")
    expect(ana.dialog).to_be_hidden()
    expect(ana.row(word)).to_contain_text("PROBLEM")


def test_enter_in_a_text_field_submits(ana: Screen, word: str) -> None:
    ana.press("Survey")
    ana.field("Waypoint").fill(word)
    ana.field("Waypoint").press("Enter")
    expect(ana.dialog).to_be_hidden()
    expect(ana.row(word)).to_have_attribute("data-state", "stored")


def test_a_custom_time_is_stored_and_the_time_of_the_press_beside_it(ana: Screen, ship: Ship, word: str) -> None:
    ana.press("Problem")
    ana.find("option-text").fill(word)
    ana.find("option-time").fill("2026-03-14 22:15:39")
    expect(ana.dialog).to_contain_text("will be attached anew")
    ana.submit()
    expect(ana.find("toast").last).to_contain_text("PROBLEM")
    [event] = ship.clerk("find", free_text=word)
    assert event["ts"] == "2026-03-14T22:15:39.000Z"
    assert not event["captured_at"].startswith("2026-03-14")


def test_an_untouched_time_keeps_its_milliseconds(ana: Screen, ship: Ship, word: str) -> None:
    ana.press("Problem")
    ana.find("option-text").fill(word)
    ana.submit()
    expect(ana.row(word)).to_have_attribute("data-state", "stored")
    [event] = ship.clerk("find", free_text=word)
    assert event["ts"] == event["captured_at"]
    assert re.search(r"\.\d{3}Z$", event["ts"])


def test_a_back_dated_event_finds_its_place_in_the_history(ana: Screen, ship: Ship, word: str) -> None:
    ship.clerk("event", value="MARK", by="ana", free_text=f"{word} before", seconds_ago=20)
    ship.clerk("event", value="MARK", by="ana", free_text=f"{word} after", seconds_ago=1)
    ana.press("Problem")
    ana.find("option-text").fill(f"{word} back")
    ana.dialog.get_by_role("button", name="10 s").click()
    ana.submit()
    texts = ana.rows.filter(has_text=word).locator(".row-text")
    expect(texts).to_have_text([f"{word} after", f"{word} back", f"{word} before"])


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-31 10:00:00", "", "2026-03-14 24:00:00"])
def test_a_time_that_is_none_is_refused(ana: Screen, word: str, typed: str) -> None:
    ana.press("Problem")
    ana.find("option-text").fill(word)
    ana.find("option-time").fill(typed)
    ana.find("option-submit").click()
    expect(ana.dialog.locator(".field-error:visible")).to_contain_text("Write the time as")
    expect(ana.dialog).to_be_visible()
