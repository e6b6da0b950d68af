"""The logging screen as its users see it: words for what they do and look at."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.watching import Watch

SOON = 2_000  # promised: other pages show a change within 2 s


class Screen:
    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    # --- coming and going ---------------------------------------------------------------------------------

    def open(self, path: str = "/") -> "Screen":
        self.page.goto(path)
        return self.wait_live()

    def reload(self) -> "Screen":
        self.page.reload()
        return self

    def wait_live(self, milliseconds: float = 15_000) -> "Screen":
        expect(self.badge).to_have_attribute("data-state", "live", timeout=milliseconds)
        return self

    def find(self, testid: str, **attributes: str) -> Locator:
        more = "".join(f'[data-{name.replace("_", "-")}="{value}"]' for name, value in attributes.items())
        return self.page.locator(f'[data-testid="{testid}"]{more}')

    @property
    def badge(self) -> Locator:
        return self.find("connection-badge")

    @property
    def waiting(self) -> Locator:
        return self.find("pending-count")

    @property
    def toast(self) -> Locator:
        return self.find("toast").last

    # --- logging ------------------------------------------------------------------------------------------

    def button(self, name: str) -> Locator:
        return self.find("template-button", event_name=name)

    def press(self, name: str, shift: bool = False) -> None:
        self.button(name).click(modifiers=["Shift"] if shift else [])

    def type_event(self, text: str) -> None:
        self.find("free-text").fill(text)
        self.find("free-text").press("Enter")

    @property
    def dialog(self) -> Locator:
        return self.find("option-dialog")

    def field(self, name: str) -> Locator:
        return self.page.locator(f'dialog[open] [data-testid="option-field"][data-option-name="{name}"]')

    def answer_sample(self, sample_id: str, side: str = "Port") -> None:
        """Everything that the template Sample requires."""
        self.field("Sample ID").fill(sample_id)
        self.field("Kind").select_option("Rock")
        self.choose("Side", side)
        self.choose("Handling", "Bagged")

    def choose(self, field: str, choice: str) -> None:
        self.field(field).get_by_label(choice, exact=True).click()

    def submit(self) -> None:
        self.find("option-submit").click()
        expect(self.dialog).to_be_hidden()

    # --- history ------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Locator:
        return self.find("history-row")

    def row(self, text_or_id: str) -> Locator:
        if re.fullmatch("[0-9a-f]{24}", text_or_id):
            return self.find("history-row", event_id=text_or_id)
        return self.rows.filter(has_text=text_or_id)

    def filter(self, text: str) -> None:
        """Type into the filter; returns when the list it gives has come."""
        with self.page.expect_response(lambda answer: "/api/events?" in answer.url) as answer:
            self.find("history-filter").fill(text)
        answer.value.finished()
        self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")

    def event_ids(self) -> list[str]:
        return self.rows.evaluate_all("rows => rows.map((row) => row.dataset.eventId)")

    # --- one event ----------------------------------------------------------------------------------------

    @property
    def details(self) -> Locator:
        return self.find("event-details")

    def open_event(self, text_or_id: str) -> Locator:
        self.row(text_or_id).locator(".row-link").click()
        expect(self.details).to_be_visible()
        return self.details

    def comment(self, text_or_id: str, text: str) -> None:
        self.row(text_or_id).get_by_test_id("comment-open").click()
        self.find("comment-text").fill(text)
        self.find("comment-submit").click()
        expect(self.find("comment-dialog")).to_be_hidden()

    # --- what the device keeps ----------------------------------------------------------------------------

    def kept_on_device(self, start: str) -> list[Any]:
        script = "start => Object.keys(localStorage).filter((key) => key.startsWith('sealog.' + start))"
        return self.page.evaluate(script, start)
