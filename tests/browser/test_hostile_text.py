"""Text that tries to run as a program is shown as text, wherever it stands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.payloads import PAYLOADS
from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.browser.stock import option
from tests.browser.watching import policy_violations


def assert_nothing_ran(screen: Screen) -> None:
    """Alerts are counted for every window at the end of every test; here the traces that need no alert."""
    assert screen.watch.alerts == []
    assert screen.page.evaluate("window.hacked") is None
    assert policy_violations(screen.page) == []
    foreign = "main script, main iframe, main object, main embed, main base, dialog script, dialog iframe"
    assert screen.page.locator(foreign).count() == 0


def test_there_are_fifty_different_payloads() -> None:
    assert len(set(PAYLOADS)) >= 50


@pytest.mark.parametrize("start", range(0, 50, 10))
def test_hostile_events_are_only_text_in_every_place_that_shows_them(
    page_as: PageAs, ship: Ship, word: str, start: int
) -> None:
    chief = page_as("chief")
    some = PAYLOADS[start : start + 10]
    events = ship.clerk("events", many=[hostile_event(payload, word) for payload in some])
    for event, payload in zip(events, some, strict=True):
        ship.clerk("comment", event_id=event["id"], by="chief", text=payload)
        ship.clerk("aux_data", event_id=event["id"], source=payload, values=[[payload, payload, payload]])
    expect(chief.row(events[-1]["id"])).to_contain_text(some[-1].strip())
    chief.reload()
    chief.wait_live()
    chief.filter(word)
    for event, payload in zip(events, some, strict=True):
        row = chief.row(event["id"])
        assert payload in str(row.locator(".row-text").text_content())
        assert row.locator(".row-value").text_content() == payload
        assert row.locator(".row-author").text_content() == payload
    chief.open_event(events[0]["id"])
    for event, payload in zip(events, some, strict=True):
        expect(chief.details).to_have_attribute("data-event-id", event["id"])
        expect(chief.find("aux-card").last).to_be_visible()
        assert payload in str(chief.details.locator(".free-words").text_content())
        chief.page.keyboard.press("ArrowLeft" if event["ts"] < events[-1]["ts"] else "Home")
    assert_nothing_ran(chief)


@pytest.fixture
def hostile_templates(ship: Ship) -> Iterator[None]:
    ids = [ship.clerk("template", **hostile_template(payload)) for payload in PAYLOADS]
    yield
    for template in ids:
        ship.clerk("remove_template", id=template)


def test_hostile_templates_are_only_text_on_buttons_and_in_the_dialog(
    page_as: PageAs, hostile_templates: None
) -> None:
    ana = page_as("ana")
    ana.find("template-category", category="Hostile").click()
    for payload in PAYLOADS:
        assert ana.page.locator(".key-name").get_by_text(payload.strip(), exact=True).count() >= 1, payload
    for payload in PAYLOADS[::5]:
        ana.page.locator(".key-name").get_by_text(payload.strip(), exact=True).first.click()
        expect(ana.dialog).to_be_visible()
        expect(ana.dialog.locator("#options-title")).to_have_text(payload.strip())
        ana.find("option-submit").click()
        expect(ana.dialog).to_be_hidden()
    assert_nothing_ran(ana)


def test_hostile_input_of_the_user_himself_is_only_text(page_as: PageAs) -> None:
    ana = page_as("ana")
    for payload in PAYLOADS[:5]:
        ana.type_event(payload)
        expect(ana.toast).to_be_visible()
        ana.filter(payload)
        expect(ana.rows.first).to_be_visible()
        ana.filter("")
    assert_nothing_ran(ana)


def hostile_event(payload: str, word: str) -> dict[str, object]:
    return {
        "value": payload,
        "author": payload,
        "free_text": f"{payload} {word}",
        "options": [{"event_option_name": payload, "event_option_value": [payload, f"{word}"]}],
    }


def hostile_template(payload: str) -> dict[str, object]:
    return {
        "event_name": payload,
        "event_value": payload,
        "categories": ["Hostile", payload],
        "style": {"color": payload},
        "options": [
            option(payload, "text", default_value=payload),
            option(f"{payload}2"[-100:], "dropdown", [payload], default_value=payload),
            option(f"{payload}3"[-100:], "checkboxes", [payload]),
        ],
    }
