"""The details of one event: neighbours by arrow keys, a link to it, pictures, comments of one's own."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship


@pytest.fixture
def five(ship: Ship, word: str) -> list[str]:
    many = [{"by": "ben", "value": f"N{number}", "free_text": word} for number in range(5)]
    return [event["id"] for event in reversed(ship.clerk("events", many=many))]


@pytest.fixture
def ana(page_as: PageAs) -> Screen:
    return page_as("ana")


def test_arrow_keys_walk_to_older_and_newer_events(ana: Screen, five: list[str], word: str) -> None:
    ana.filter(word)
    ana.open_event(five[1])
    ana.page.keyboard.press("ArrowRight")
    expect(ana.details).to_have_attribute("data-event-id", five[2])
    expect(ana.details.locator("h2")).to_contain_text("N2")
    ana.page.keyboard.press("ArrowLeft")
    expect(ana.details).to_have_attribute("data-event-id", five[1])
    ana.find("event-previous").click()
    expect(ana.details).to_have_attribute("data-event-id", five[0])
    ana.page.keyboard.press("ArrowLeft")
    expect(ana.details).to_have_attribute("data-event-id", five[0])


def test_arrow_keys_turn_the_page_where_it_ends(ana: Screen, ship: Ship, word: str) -> None:
    many = [{"value": "NOTE", "free_text": word, "seconds_ago": 60 - number} for number in range(22)]
    ids = [event["id"] for event in reversed(ship.clerk("events", many=many))]
    ana.filter(word)
    ana.open_event(ids[19])
    ana.page.keyboard.press("ArrowRight")
    expect(ana.details).to_have_attribute("data-event-id", ids[20])


def test_a_link_opens_the_event(ana: Screen, ship: Ship, word: str) -> None:
    event = ship.clerk("event", by="ben", value="NOTE", free_text=word, seconds_ago=86_400)
    ana.open(f"/?event={event['id']}")
    expect(ana.details).to_be_visible()
    expect(ana.details).to_contain_text(word)
    ana.find("event-close").click()
    expect(ana.page).to_have_url(re.compile(r"/$"))


def test_the_link_of_an_event_is_copied(page_as: PageAs, five: list[str], word: str) -> None:
    ana = page_as("ana", permissions=["clipboard-read", "clipboard-write"])
    ana.open_event(five[0])
    ana.find("event-link").click()
    expect(ana.toast).to_contain_text("Link copied")
    assert ana.page.evaluate("navigator.clipboard.readText()").endswith(f"/?event={five[0]}")


def test_a_link_to_an_event_that_never_was_says_so(ana: Screen) -> None:
    ana.watch.network_may_fail = True
    ana.open(f"/?event={'a' * 24}")
    expect(ana.details).to_contain_text("There is no event with this id.")


def test_somebody_who_follows_a_link_logs_in_and_lands_on_the_event(windows, ship: Ship, five: list[str]) -> None:
    screen = windows(ship.url)
    screen.page.goto(f"/?event={five[0]}")
    screen.find("login-guest").click()
    expect(screen.details).to_have_attribute("data-event-id", five[0])


def test_pictures_are_shown_and_open_in_full_size(ana: Screen, ship: Ship, word: str) -> None:
    folder = ship.system.data_dir / "files" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1280, 720), "teal").save(folder / f"{word}.jpg")
    event = ship.clerk("event", by="ben", value="NOTE", free_text=word)
    values = [["camera_name", "SuBastian"], ["filename", f"/elsewhere/{word}.jpg"], ["camera_name", "Lost"]]
    values += [["filename", f"{word}-gone.jpg"]]
    ship.clerk("aux_data", event_id=event["id"], source="framegrabber", values=values)
    ana.watch.network_may_fail = True
    ana.open_event(event["id"])
    pictures = ana.details.get_by_test_id("event-images").locator("figure")
    expect(pictures).to_have_count(2)
    expect(pictures.nth(0)).to_contain_text("SuBastian")
    expect(pictures.nth(1)).to_contain_text("No picture")
    pictures.nth(0).get_by_role("button").click()
    preview = ana.find("image-preview")
    expect(preview).to_contain_text(f"{word}.jpg")
    expect(preview.locator("img")).to_have_js_property("naturalWidth", 1280)
    expect(preview.get_by_label("Download the picture")).to_have_attribute("download", f"{word}.jpg")
    ana.page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(ana.details).to_be_visible()
    ship.send("ben", "DELETE", f"/api/events/{event['id']}", {})


def test_own_comments_can_be_changed_and_taken_back_but_not_those_of_others(
    ana: Screen, ship: Ship, word: str
) -> None:
    event = ship.clerk("event", by="ben", value="NOTE", free_text=word)
    ship.clerk("comment", event_id=event["id"], by="ben", text="of ben")
    ana.comment(event["id"], "of ana")
    ana.row(event["id"]).get_by_test_id("comment-open").click()
    dialog = ana.find("comment-dialog")
    expect(dialog.locator("li")).to_have_count(2)
    expect(dialog.get_by_role("button", name="Edit")).to_have_count(1)
    dialog.get_by_role("button", name="Edit").click()
    ana.find("comment-text").fill("of ana, corrected")
    ana.find("comment-submit").click()
    expect(dialog.locator("li").filter(has_text="of ana, corrected")).to_be_visible()
    dialog.get_by_role("button", name="Remove").click()
    expect(dialog.locator("li")).to_have_count(1)
    expect(dialog).to_contain_text("of ben")


def test_a_half_written_comment_survives_esc_and_reload(ana: Screen, ship: Ship, word: str) -> None:
    event = ship.clerk("event", by="ben", value="NOTE", free_text=word)
    ana.row(event["id"]).get_by_test_id("comment-open").click()
    ana.find("comment-text").fill("half a thou")
    ana.page.keyboard.press("Escape")
    ana.reload()
    ana.row(event["id"]).get_by_test_id("comment-open").click()
    expect(ana.find("comment-text")).to_have_value("half a thou")


def test_an_event_changed_in_time_drops_the_measurements_of_the_old_moment(
    ana: Screen, ship: Ship, word: str
) -> None:
    event = ship.clerk("event", by="ana", value="NOTE", free_text=word)
    ship.clerk("aux_data", event_id=event["id"], source="CTD", values=[["temperature", "3.1", "deg C"]])
    ana.open_event(event["id"])
    expect(ana.details.get_by_test_id("aux-card")).to_contain_text("3.1 deg C")
    ana.find("event-edit").click()
    ana.details.get_by_role("button", name="1 min").click()
    expect(ana.details).to_contain_text("will be attached anew")
    ana.find("edit-submit").click()
    expect(ana.details.get_by_test_id("aux-card")).to_have_count(0)
