"""Names for those who listen, a visible focus for those who type, large targets for gloves, contrast for all."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.screen import Screen
from tests.browser.ship import Ship

MEASURES = (Path(__file__).parent / "measures.js").read_text()
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
THEMES = ("day", "dark", "red")
OPERATED = {
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "switch",
    "tab",
    "radiogroup",
    "dialog",
    "DisclosureTriangle",
}


def measure(screen: Screen, what: str) -> list[str]:
    """Offenders by one of the measures, on the screen as it is now."""
    return screen.page.evaluate(f"() => {{ {MEASURES}; return window.measures.{what}; }}")


def nameless(screen: Screen) -> list[str]:
    """Controls that a screen reader could only call `button`."""
    session = screen.page.context.new_cdp_session(screen.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        str(node["role"]["value"])
        for node in nodes
        if not node.get("ignored")
        and node["role"]["value"] in OPERATED
        and not node.get("name", {}).get("value", "").strip()
    ]


def assert_no_offenders(found: dict[str, list[str]]) -> None:
    """One line for each place and offender."""
    lines = [f"{view}: {offender}" for view, offenders in found.items() for offender in offenders]
    assert not lines, "\n".join(lines)


def set_theme(screen: Screen, theme: str) -> None:
    for _ in THEMES:
        if screen.page.locator("html").get_attribute("data-theme") == theme:
            break
        screen.find("theme-switch").click()
    expect(screen.page.locator("html")).to_have_attribute("data-theme", theme)
    screen.reload()  # colours fade into each other


@pytest.fixture
def told(ship: Ship, word: str) -> str:
    """The id of an event with everything an event can have."""
    event = ship.clerk(
        "event",
        by="ana",
        value="NOTE",
        free_text=word,
        options=[{"event_option_name": "Kind", "event_option_value": ["Rock", "Sand"]}],
    )
    ship.clerk("comment", event_id=event["id"], by="ben", text="seen again")
    ship.clerk("aux_data", event_id=event["id"], source="CTD", values=[["temperature", "3.1", "deg C"]])
    return event["id"]


def open_options(screen: Screen) -> None:
    screen.press("Survey")
    expect(screen.dialog).to_be_visible()


def open_options_with_errors(screen: Screen) -> None:
    screen.press("Sample")
    screen.find("option-submit").click()
    expect(screen.dialog).to_contain_text("Required")


def open_details(screen: Screen) -> None:
    screen.rows.first.locator(".row-link").click()
    expect(screen.details).to_be_visible()


def open_edit(screen: Screen) -> None:
    open_details(screen)
    screen.find("event-edit").click()
    expect(screen.find("edit-submit")).to_be_visible()


def open_comment(screen: Screen) -> None:
    screen.rows.first.get_by_test_id("comment-open").click()
    expect(screen.find("comment-dialog")).to_be_visible()


def open_keys(screen: Screen) -> None:
    screen.find("user-menu").locator("summary").click()
    screen.page.get_by_role("button", name="Keyboard").click()
    expect(screen.find("keys-dialog")).to_be_visible()


def open_duty(screen: Screen) -> None:
    screen.find("on-watch").click()
    expect(screen.find("duty-dialog")).to_be_visible()


def open_nothing(screen: Screen) -> None:
    """The logging screen itself."""


VIEWS = [
    open_nothing,
    open_options,
    open_options_with_errors,
    open_details,
    open_edit,
    open_comment,
    open_keys,
    open_duty,
]


def by_name(view) -> str:
    return view.__name__.removeprefix("open_")


def close_view(screen: Screen) -> None:
    screen.reload()
    screen.wait_live()


def test_every_control_has_a_name(page_as: PageAs, told: str) -> None:
    ana = page_as("ana")
    for view in VIEWS:
        view(ana)
        assert nameless(ana) == [], by_name(view)
        close_view(ana)


def test_every_control_of_the_login_page_has_a_name(windows, ship: Ship) -> None:
    screen = windows(ship.url)
    screen.page.goto("/login")
    expect(screen.find("login-username")).to_be_focused()
    assert nameless(screen) == []


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read_in_every_theme(page_as: PageAs, told: str, theme: str) -> None:
    ana = page_as("ana")
    set_theme(ana, theme)
    found = {}
    for view in VIEWS:
        view(ana)
        found[by_name(view)] = measure(ana, "pale()")
        close_view(ana)
    assert_no_offenders(found)


@pytest.mark.parametrize("theme", THEMES)
def test_the_login_page_can_be_read_in_every_theme(windows, ship: Ship, theme: str) -> None:
    screen = windows(ship.url)
    screen.page.goto("/login")
    set_theme(screen, theme)
    assert measure(screen, "pale()") == []


def test_the_theme_is_remembered_on_this_device(page_as: PageAs) -> None:
    ana = page_as("ana")
    set_theme(ana, "red")
    ana.reload()
    expect(ana.page.locator("html")).to_have_attribute("data-theme", "red")
    ana.page.goto("/login?next=/")
    expect(ana.page.locator("html")).to_have_attribute("data-theme", "red")


def test_fingers_hit_every_control_of_a_phone_and_nothing_scrolls_sideways(page_as: PageAs, told: str) -> None:
    ana = page_as("ana", **PHONE)
    found = {}
    for view in VIEWS:
        view(ana)
        found[by_name(view)] = measure(ana, "small(48)") + measure(ana, "tooWide()")
        close_view(ana)
    assert_no_offenders(found)


def test_the_login_page_fits_a_phone(windows, ship: Ship) -> None:
    screen = windows(ship.url, **PHONE)
    screen.page.goto("/login")
    assert measure(screen, "tooWide()") == []
    assert measure(screen, "small(48)") == []


def test_tab_walks_through_the_page_in_its_order_and_shows_where_it_is(page_as: PageAs, told: str) -> None:
    ana = page_as("ana")
    ana.page.locator("body").press("Tab")
    expect(ana.page.locator(":focus")).to_contain_text("Skip to the event log")
    places, unseen = [], []
    for _ in range(40):
        ana.page.keyboard.press("Tab")
        places.append(ana.page.evaluate("document.activeElement.closest('[data-testid]')?.dataset.testid"))
        if not measure(ana, "focusShows()"):
            unseen.append(measure(ana, "focused()"))
    assert unseen == [], unseen
    stops = ["theme-switch", "template-category", "template-button", "free-text", "newest-event", "history-filter"]
    order = [places.index(stop) for stop in stops]
    assert order == sorted(order), places


@pytest.mark.parametrize("view", VIEWS[1:], ids=by_name)
def test_a_dialog_keeps_the_focus_inside(page_as: PageAs, told: str, view) -> None:
    ana = page_as("ana")
    view(ana)
    for key in ["Tab"] * 25 + ["Shift+Tab"] * 5:
        ana.page.keyboard.press(key)
        where = "document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')"
        assert ana.page.evaluate(where), measure(ana, "focused()")


def test_a_closed_dialog_gives_the_focus_back(page_as: PageAs, told: str) -> None:
    ana = page_as("ana")
    ana.button("Survey").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.dialog).to_be_visible()
    ana.page.keyboard.press("Escape")
    expect(ana.button("Survey")).to_be_focused()
    link = ana.row(told).locator(".row-link")
    link.focus()
    ana.page.keyboard.press("Enter")
    expect(ana.details).to_be_visible()
    ana.page.keyboard.press("Escape")
    expect(link).to_be_focused()
    comment = ana.row(told).get_by_test_id("comment-open")
    comment.focus()
    ana.page.keyboard.press("Enter")
    expect(ana.find("comment-text")).to_be_focused()
    ana.page.keyboard.press("Escape")
    expect(comment).to_be_focused()


def test_errors_are_tied_to_their_fields(page_as: PageAs) -> None:
    ana = page_as("ana")
    open_options_with_errors(ana)
    expect(ana.field("Sample ID")).to_have_accessible_description(re.compile("Required"))
    expect(ana.field("Handling")).to_have_accessible_description(re.compile("Must select at least one option"))


def test_an_event_is_logged_and_completed_without_a_mouse(page_as: PageAs, word: str) -> None:
    ana = page_as("ana")
    ana.button("Sample").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.field("Sample ID")).to_be_focused()
    ana.page.keyboard.type(word)
    ana.page.keyboard.press("Tab")
    ana.page.keyboard.type("Rock")
    ana.page.keyboard.press("Tab")
    ana.page.keyboard.press("Space")
    ana.field("Handling").get_by_label("Bagged").focus()
    ana.page.keyboard.press("Space")
    ana.page.keyboard.press("Control+Enter")
    expect(ana.dialog).to_be_hidden()
    expect(ana.row(word)).to_contain_text("Rock")
    expect(ana.row(word)).to_contain_text("Port")
