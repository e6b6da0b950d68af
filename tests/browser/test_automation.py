"""Rules, triggers, variables and checklists in the browser, live in the windows of several people."""

import secrets
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PageAs
from tests.browser.screen import SOON, Screen
from tests.browser.ship import Ship
from tests.people import PASSWORD

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"


def rule(screen: Screen, name: str) -> Locator:
    return screen.find("rule", rule=name)


@pytest.fixture
def no_overflow():
    def check(screen: Screen) -> None:
        """Nothing hangs over the edge of a telephone."""
        assert screen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    return check


@pytest.fixture
def dive(ship: Ship, word: str) -> str:
    """A lowering under way; gives its id."""
    now = datetime.now(UTC)
    lowering = {
        "lowering_id": word,
        "start_ts": iso(now - timedelta(minutes=1)),
        "stop_ts": iso(now + timedelta(hours=1)),
        "lowering_location": "",
        "lowering_tags": [],
        "lowering_hidden": False,
        "lowering_additional_meta": {},
    }
    with httpx.Client(base_url=f"{ship.url}/sealog-server/api/v1", timeout=20) as script:
        token = script.post("/auth/login", json={"username": "chief", "password": PASSWORD}).json()["token"]
        made = script.post("/lowerings", json=lowering, headers={"Authorization": f"Bearer {token}"})
    assert made.status_code == 201, made.text
    return made.json()["insertedId"]


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_rule_is_written_tried_and_acts_in_every_window(page_as: PageAs, ship: Ship, word: str) -> None:
    other = page_as("watcher", "/automation/rules")
    screen = page_as("event_manager", "/automation/rules")
    screen.find("new-rule").click()
    screen.find("rule-name").fill(f"{word} {HOSTILE}")
    screen.find("rule-value").fill(word)
    screen.find("condition-name").first.fill("Side")
    screen.find("condition-value").first.fill("Port")
    screen.find("add-condition").click()
    expect(screen.find("condition-name")).to_have_count(2)
    screen.find("deed-do").first.select_option("variable")
    expect(screen.find("deed-mode").first).to_be_hidden()
    screen.page.get_by_label("Variable", exact=True).fill(word)
    screen.page.get_by_label("Value", exact=True).fill("from the rule")
    screen.find("try-rule").click()
    expect(screen.find("tried-count")).to_have_text("0")
    screen.find("save-rule").click()
    expect(rule(other, f"{word} {HOSTILE}")).to_be_visible(timeout=SOON)

    variables = page_as("event_manager", "/automation")
    variables.find("new-variable-name").fill(word)
    variables.find("add-variable").click()
    expect(variables.find("variable", variable=word)).to_be_visible()
    options = [{"event_option_name": "side", "event_option_value": "Port"}]
    ship.clerk("event", by="ana", value=word, options=options)
    shown = variables.find("variable", variable=word).get_by_test_id("variable-value")
    expect(shown).to_have_value("from the rule", timeout=10_000)
    expect(other.find("firing").filter(has_text=word)).to_contain_text(f"{word} is from the rule now")


def test_a_form_shows_what_belongs_to_its_choices(page_as: PageAs, no_overflow) -> None:
    screen = page_as("event_manager", "/automation/triggers/new", **PHONE)
    label = screen.page.get_by_label
    expect(label("Lower limit")).to_be_hidden()
    screen.find("trigger-limit").select_option("outside")
    expect(label("Lower limit")).to_be_visible()
    screen.find("trigger-kind").select_option("geofence")
    expect(screen.find("trigger-stream")).to_be_hidden()
    expect(label("Lower limit")).to_be_hidden()
    expect(label("Radius (m)")).to_be_visible()
    label("Area").select_option("polygon")
    expect(label("Radius (m)")).to_be_hidden()
    expect(label("Corners")).to_be_visible()
    no_overflow(screen)


def test_two_people_tick_one_list_at_once(page_as: PageAs, ship: Ship, dive: str, no_overflow) -> None:
    title = f"Deck {secrets.token_hex(3)}"
    chief = page_as("event_manager", "/checklists/templates/new")
    chief.find("template-title").fill(title)
    for place, text in enumerate((HOSTILE, "Lights", "Beacon")):
        if place:
            chief.find("add-item").click()
        chief.find("item-text").nth(place).fill(text)
    chief.find("item-who").nth(2).fill("Bosun")
    chief.find("save-template").click()

    ana = page_as("ana", f"/checklists?lowering={dive}", **PHONE)
    ana.find("begin-checklist", title=title).click()
    ana.wait_live()
    expect(ana.find("check")).to_have_count(3)
    no_overflow(ana)
    ben = page_as("ben", ana.page.url.removeprefix(ship.url))
    ana.find("tick").nth(0).click()
    ben.find("tick").nth(1).click()
    for screen in (ana, ben):
        expect(screen.find("checklist-count")).to_have_text("2 of 3", timeout=2 * SOON)
    expect(ben.find("check").nth(0).get_by_test_id("ticked-by")).to_contain_text("ana")
    expect(ana.find("check").nth(0)).to_contain_text(HOSTILE)

    ben.watch.network_may_fail = True  # the browser tells of a refusal as of a failure
    ben.find("signed").fill("")
    ben.find("tick").nth(2).click()
    expect(ben.toast).to_contain_text("signed by: Bosun")
    ben.find("signed").fill("B. Osun")
    ben.find("tick").nth(2).click()
    expect(ana.find("check").nth(2).get_by_test_id("ticked-by")).to_contain_text("B. Osun", timeout=SOON)

    ana.find("tick").nth(0).click()  # a second tap of a glove
    ana.find("ask-no").click()
    expect(ana.find("checklist-count")).to_have_text("3 of 3")
    ben.find("tick").nth(1).click()
    ben.find("ask-yes").click()
    expect(ana.find("checklist-count")).to_have_text("2 of 3", timeout=SOON)
    ben.find("tick").nth(1).click()
    expect(ana.find("checklist-count")).to_have_text("3 of 3", timeout=SOON)
    ana.find("close-checklist").click()
    expect(ben.find("closed")).to_contain_text("Closed by ana", timeout=SOON)
    page = page_as("watcher", f"/checklists?lowering={dive}")
    expect(page.find("checklist", title=title)).to_contain_text("3 of 3")


def test_a_target_is_refused_where_nothing_may_be_sent(page_as: PageAs) -> None:
    screen = page_as("chief", "/automation/notifications/new")
    screen.find("target-name").fill("metadata")
    screen.find("target-kind").select_option("webhook")
    screen.watch.network_may_fail = True  # the browser tells of a refusal as of a failure
    screen.find("target-address").fill("http://169.254.169.254/latest")
    screen.find("save-target").click()
    expect(screen.find("problem")).to_contain_text("169.254.169.254 may not be talked to")
    expect(screen.find("target-address")).to_have_value("http://169.254.169.254/latest")
