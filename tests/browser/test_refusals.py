"""When the server refuses, fails or is away, what was typed stays, and nobody overwrites another silently."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import PageAs
from tests.browser.screen import SOON, Screen
from tests.browser.ship import Ship


@pytest.fixture
def ana(page_as: PageAs) -> Screen:
    screen = page_as("ana")
    screen.watch.network_may_fail = True
    return screen


def answer_changes(screen: Screen, status: int, body: dict[str, object]) -> None:
    """What the server says to every change of an event from now on."""

    def answer(route: Route) -> None:
        if route.request.method == "PATCH":
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body))
        else:
            route.continue_()

    screen.page.route("**/api/events/*", answer)


def test_a_refused_submit_keeps_the_dialog_and_its_answers(ana: Screen, word: str) -> None:
    ana.press("Sample")
    ana.answer_sample(word)
    answer_changes(ana, 400, {"message": "Not like this.", "fields": {"sample_id": "is taken already"}})
    ana.find("option-submit").click()
    expect(ana.dialog).to_contain_text("Not stored. Not like this.")
    expect(ana.dialog).to_contain_text("is taken already")
    expect(ana.field("Sample ID")).to_have_value(word)
    expect(ana.field("Sample ID")).to_be_focused()
    ana.page.unroute("**/api/events/*")
    ana.submit()
    expect(ana.row(word)).to_have_attribute("data-state", "stored")


def test_a_submit_that_fails_on_the_server_is_stored_when_the_server_works_again(ana: Screen, word: str) -> None:
    ana.press("Sample")
    ana.answer_sample(word)
    answer_changes(ana, 500, {"message": "The server has a problem."})
    ana.find("option-submit").click()
    expect(ana.waiting).to_contain_text("1 waiting")
    expect(ana.row(word)).to_have_attribute("data-state", "pending")
    ana.page.unroute("**/api/events/*")
    expect(ana.waiting).to_be_hidden(timeout=20_000)
    expect(ana.row(word)).to_have_attribute("data-state", "stored")


def test_a_refused_event_is_kept_shown_and_can_be_dropped_by_its_author(ana: Screen, word: str) -> None:
    ana.page.route(
        "**/api/events/*",
        lambda route: route.fulfill(
            status=403, content_type="application/json", body=json.dumps({"message": "Your roles changed."})
        ),
    )
    ana.type_event(word)
    expect(ana.row(word)).to_contain_text("refused")
    expect(ana.waiting).to_contain_text("1 event refused")
    ana.waiting.click()
    expect(ana.find("pending-item")).to_contain_text("Your roles changed.")
    ana.find("pending-item").get_by_role("button", name="Drop").click()
    expect(ana.find("pending-dialog")).to_contain_text("Everything is stored")
    ana.page.keyboard.press("Escape")
    expect(ana.row(word)).to_have_count(0)


def test_of_two_editors_the_second_sees_the_conflict_and_may_keep_his_own(
    page_as: PageAs, ana: Screen, ship: Ship, word: str
) -> None:
    chief = page_as("chief")
    event = ship.clerk("event", value="NOTE", by="ana", free_text=word)
    edit(ana, event["id"], f"{word} of ana")
    edit(chief, event["id"], f"{word} of the chief")
    chief.find("edit-submit").click()
    expect(ana.row(event["id"])).to_contain_text(f"{word} of the chief", timeout=SOON)
    ana.find("edit-submit").click()
    conflict = ana.find("event-conflict")
    expect(conflict).to_contain_text("Changed by chief")
    expect(conflict).to_contain_text(f"{word} of the chief")
    expect(conflict).to_contain_text(f"{word} of ana")
    conflict.get_by_role("button", name="mine").click()
    expect(chief.row(event["id"])).to_contain_text(f"{word} of ana", timeout=SOON)
    changes = ana.details.get_by_test_id("event-history")
    changes.locator("summary").click()
    expect(changes.locator("li")).to_have_count(3)
    expect(changes).to_contain_text("chief")


def test_of_two_editors_the_second_may_take_what_the_first_wrote(
    page_as: PageAs, ana: Screen, ship: Ship, word: str
) -> None:
    event = ship.clerk("event", value="NOTE", by="ana", free_text=word)
    edit(ana, event["id"], f"{word} of ana")
    ship.clerk("change", id=event["id"], by="chief", free_text=f"{word} of the chief")
    ana.find("edit-submit").click()
    ana.find("event-conflict").get_by_role("button", name="theirs").click()
    expect(ana.details.get_by_test_id("option-text")).to_have_value(f"{word} of the chief")


def test_unsaved_edits_are_not_dropped_without_asking(ana: Screen, ship: Ship, word: str) -> None:
    event = ship.clerk("event", value="NOTE", by="ana", free_text=word)
    edit(ana, event["id"], f"{word} more")
    ana.page.keyboard.press("Escape")
    expect(ana.details).to_contain_text("Drop your changes?")
    ana.details.get_by_role("button", name="Continue").click()
    expect(ana.details.get_by_test_id("option-text")).to_have_value(f"{word} more")
    ana.page.keyboard.press("Escape")
    ana.find("edit-cancel").click()
    expect(ana.details).to_contain_text(word)
    expect(ana.details).not_to_contain_text(f"{word} more")


def test_somebody_who_is_logged_out_is_told_and_loses_nothing(
    page_as: PageAs, ship: Ship, windows, word: str
) -> None:
    ben = page_as("ben")
    ben.watch.network_may_fail = True
    ben.page.context.clear_cookies(name="sessionid")
    ben.type_event(word)
    expect(ben.page.get_by_role("alert")).to_contain_text("You are logged out")
    expect(ben.waiting).to_contain_text("1 waiting")
    ben.page.context.add_cookies(ship.cookies("ben"))  # type: ignore[arg-type]
    ben.open()
    expect(ben.waiting).to_be_hidden()
    assert ship.clerk("count", free_text=word) == 1


def edit(screen: Screen, event_id: str, text: str) -> None:
    screen.open_event(event_id)
    screen.find("event-edit").click()
    screen.details.get_by_test_id("option-text").fill(text)
