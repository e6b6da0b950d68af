"""Aux data in the browser: a rule is made, tried and switched on; an event says what it lacks; pictures arrive."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.browser.test_everybody_can_use_it import measure, nameless
from tests.support.cameras import WebCamera, picture, web_camera

WORK = 30_000  # ms: a worker has to take it, on a machine that does other things
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def camera() -> Iterator[WebCamera]:
    with web_camera() as server:
        yield server


def new_rule(screen: Screen, kind: str, name: str) -> None:
    screen.find(f"new-{kind}").click()
    screen.find("aux-name").fill(name)
    screen.find("aux-source").fill(name)


def delete(screen: Screen, name: str) -> None:
    screen.open("/automation/aux").find("aux-rule", rule=name).get_by_test_id("edit-aux").click()
    screen.page.once("dialog", lambda dialog: dialog.accept())
    screen.find("delete-aux").click()
    expect(screen.find("aux-rule", rule=name)).to_have_count(0)


def test_an_event_says_which_expected_values_it_lacks_and_why(page_as: PageAs, ship: Ship, word: str) -> None:
    manager = page_as("event_manager", "/automation/aux")
    new_rule(manager, "streams", word)
    manager.find("value-field").first.fill(f"{word} heave")
    manager.find("value-name").first.fill("heave")
    manager.find("add-value").click()
    expect(manager.find("value-row")).to_have_count(2)
    event = ship.clerk("event", by="ana", value="FISH", free_text=word)
    manager.find("try-event").fill(event["id"])
    manager.find("try-aux").click()
    expect(manager.find("problem")).to_contain_text(f"No record: no value of {word} heave within 10 s")
    expect(manager.find("value-field").first).to_have_value(f"{word} heave")
    manager.find("aux-on").check(force=True)
    manager.find("save-aux").click()
    row = manager.find("aux-rule", rule=word)
    expect(row).to_be_visible()

    ana = page_as("ana")
    ana.type_event(f"{word} again")
    ana.open_event(f"{word} again")
    expect(ana.find("lacking-source", source=word)).to_contain_text("no value of", timeout=WORK)
    expect(ana.find("fill-lacking")).to_be_hidden()
    expect(row).to_contain_text("no value of", timeout=WORK)
    delete(manager, word)


def test_pictures_of_a_camera_come_to_the_event(page_as: PageAs, camera: WebCamera, word: str) -> None:
    manager = page_as("chief", "/automation/aux")
    new_rule(manager, "frames", word)
    manager.find("camera-name").fill("PORT")
    manager.find("camera-address").fill(camera.show("/port.jpg", picture()))
    manager.find("camera-prefix").fill(f"{word}_")
    manager.find("try-aux").click()
    expect(manager.find("tried").locator("img")).to_be_visible()
    manager.find("aux-on").check(force=True)
    manager.find("save-aux").click()
    manager.find("aux-rule", rule=word).wait_for()

    ana = page_as("ana")
    ana.type_event(word)
    ana.open_event(word)
    expect(ana.details.get_by_test_id("aux-card")).to_contain_text("PORT", timeout=WORK)
    expect(manager.find("aux-rule", rule=word).get_by_test_id("aux-state")).to_have_text("well", timeout=WORK)
    delete(manager, word)


def test_the_pages_fit_on_a_phone_and_every_control_has_a_name(page_as: PageAs) -> None:
    phone = page_as("chief", "/automation/aux", **PHONE)
    for path in ("", "/new?kind=streams", "/new?kind=frames", "/new?kind=influxdb", "/new?kind=posted"):
        phone.open(f"/automation/aux{path}")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert nameless(phone) == [], path
        assert measure(phone, "pale()") == [], path
