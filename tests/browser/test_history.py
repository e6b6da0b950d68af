"""The history: pages, what is folded away, deleted rows, and what each role finds there."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import SOON
from tests.browser.ship import Ship


@pytest.fixture
def three_pages(ship: Ship, word: str) -> list[str]:
    """Ids of 45 events that hold `word`, newest first."""
    many = [
        {"by": "ben", "value": "NOTE", "free_text": f"{word} {number}", "seconds_ago": 100 - number}
        for number in range(45)
    ]
    return [event["id"] for event in reversed(ship.clerk("events", many=many))]


def test_older_newer_and_newest_turn_the_pages(page_as: PageAs, three_pages: list[str], word: str) -> None:
    ana = page_as("ana")
    newest, newer, older = (ana.find(f"history-{way}") for way in ("newest", "newer", "older"))
    ana.filter(word)
    expect(ana.row(three_pages[0])).to_be_visible()
    assert ana.event_ids() == three_pages[:20]
    expect(newest).to_be_disabled()
    expect(newer).to_be_disabled()
    older.click()
    expect(ana.row(three_pages[20])).to_be_visible()
    assert ana.event_ids() == three_pages[20:40]
    older.click()
    expect(ana.rows).to_have_count(5)
    assert ana.event_ids() == three_pages[40:]
    expect(older).to_be_disabled()
    newer.click()
    expect(ana.row(three_pages[20])).to_be_visible()
    newest.click()
    expect(ana.row(three_pages[0])).to_be_visible()
    expect(older).to_be_enabled()


def test_on_later_pages_rows_stay_and_a_bar_tells_of_new_events(
    page_as: PageAs, ship: Ship, three_pages: list[str], word: str
) -> None:
    ana = page_as("ana")
    ana.filter(word)
    ana.find("history-older").click()
    expect(ana.row(three_pages[20])).to_be_visible()
    new = [ship.clerk("event", by="ben", value="NOTE", free_text=word) for _ in range(3)]
    expect(ana.page.get_by_text("3 new events")).to_be_visible(timeout=SOON)
    assert ana.event_ids() == three_pages[20:40]
    ana.find("history-older").click()
    expect(ana.rows).to_have_count(5)
    assert ana.event_ids() == three_pages[40:], "new events moved the pages"
    ana.find("newer-events").click()
    expect(ana.row(new[-1]["id"])).to_be_visible()
    assert ana.event_ids()[:3] == [event["id"] for event in reversed(new)]
    expect(ana.page.get_by_text("3 new events")).to_be_hidden()


def test_both_hide_switches_and_the_expanded_list_outlive_a_reload(page_as: PageAs) -> None:
    ana = page_as("ana")
    rows, newest = ana.page.locator(".rows"), ana.find("newest-event").locator(".card-body")
    expect(rows).to_be_visible()
    ana.find("history-expand").click()
    ana.find("newest-toggle").click()
    expect(newest).to_have_count(0)
    ana.reload()
    expect(ana.find("history-expand")).to_have_attribute("aria-pressed", "true")
    expect(newest).to_have_count(0)
    ana.find("history-toggle").click()
    expect(rows).to_be_hidden()
    ana.reload()
    expect(ana.find("history-toggle")).to_have_attribute("aria-expanded", "false")
    expect(rows).to_be_hidden()
    expect(ana.find("history-older")).to_be_hidden()
    ana.find("history-toggle").click()
    expect(rows).to_be_visible()


def test_the_expanded_list_is_taller(page_as: PageAs, three_pages: list[str]) -> None:
    ana = page_as("ana", viewport={"width": 1440, "height": 700})
    before = ana.page.locator(".rows").bounding_box()
    ana.find("history-expand").click()
    expect(ana.find("history-expand")).to_have_attribute("aria-pressed", "true")
    after = ana.page.locator(".rows").bounding_box()
    assert before and after
    assert after["height"] > before["height"]


def test_deleted_events_are_gone_from_the_list_but_their_page_says_so(
    page_as: PageAs, ship: Ship, word: str
) -> None:
    event = ship.clerk("event", by="ben", value="NOTE", free_text=word)
    chief = page_as("chief")
    expect(chief.row(event["id"])).to_be_visible()
    assert ship.send("ben", "DELETE", f"/api/events/{event['id']}", {}).status_code == 200
    expect(chief.row(event["id"])).to_have_count(0)
    chief.open(f"/?event={event['id']}")
    expect(chief.details).to_contain_text("deleted")
    expect(chief.find("event-edit")).to_have_count(0)
    chief.find("event-restore").click()
    expect(chief.row(event["id"])).to_have_attribute("data-state", "stored")


@pytest.mark.parametrize("name", ["watcher", "template_manager", "event_manager"])
def test_those_who_do_not_log_see_the_history_and_no_control_to_log_with(
    page_as: PageAs, ship: Ship, name: str, word: str
) -> None:
    screen = page_as(name)
    event = ship.clerk("event", by="ana", value="NOTE", free_text=word)
    expect(screen.row(event["id"])).to_be_visible(timeout=SOON)
    for control in ("template-button", "template-category", "free-text", "free-text-submit", "option-dialog"):
        expect(screen.find(control)).to_have_count(0)
    expect(screen.find("newest-event")).to_contain_text(word)


def test_a_watcher_has_no_icon_that_does_nothing(page_as: PageAs, ship: Ship, word: str) -> None:
    event = ship.clerk("event", by="ana", value="NOTE", free_text=word)
    ship.clerk("comment", event_id=event["id"], by="ana", text="a remark")
    watcher = page_as("watcher")
    expect(watcher.row(event["id"])).to_contain_text("a remark")
    for control in ("comment-open", "comment-text", "asnap-switch"):
        expect(watcher.find(control)).to_have_count(0)
    watcher.open_event(event["id"])
    expect(watcher.details).to_contain_text("a remark")
    for control in ("event-comment", "event-edit", "event-delete"):
        expect(watcher.find(control)).to_have_count(0)
    watcher.details.get_by_test_id("event-history").locator("summary").click()
    expect(watcher.details.get_by_test_id("event-history")).to_contain_text("Create")


def test_an_event_manager_corrects_what_others_logged(page_as: PageAs, ship: Ship, word: str) -> None:
    event = ship.clerk("event", by="ana", value="NOTE", free_text=word)
    manager, ben = page_as("event_manager"), page_as("ben")
    ben.open_event(event["id"])
    expect(ben.details).to_contain_text(word)
    expect(ben.find("event-edit")).to_have_count(0)
    manager.open_event(event["id"])
    manager.find("event-edit").click()
    manager.find("edit-value").fill("CORRECTED")
    manager.find("edit-reason").fill("seen on the video")
    manager.find("edit-submit").click()
    expect(ben.details).to_contain_text("CORRECTED", timeout=SOON)
    ben.details.get_by_test_id("event-history").locator("summary").click()
    expect(ben.details.get_by_test_id("event-history")).to_contain_text("seen on the video")
