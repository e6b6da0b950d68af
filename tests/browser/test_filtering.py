"""The filter of the history: literal text, comma is or, `!` is not; for live rows as for fetched ones."""

from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.ship import Ship

# Each of them has `{w}` somewhere, so that events of other tests stay out.
EVENTS: list[dict[str, object]] = [
    {"value": "FISH", "free_text": "{w} grey one"},
    {"value": "CORAL", "free_text": "{w} 50% dead"},
    {"value": "CORAL", "free_text": "{w} 50 dead"},
    {"value": "NOTE", "free_text": "{w} a_b"},
    {"value": "NOTE", "free_text": "{w} axb"},
    {"value": "NOTE", "options": [{"event_option_name": "Kind", "event_option_value": ["{w} Squid", "Crab"]}]},
    {"value": "FISH", "options": [{"event_option_name": "Remark", "event_option_value": "{w} not coral"}]},
]
# What is typed -> numbers of the events above that are shown.
QUESTIONS = {
    "{w}": [0, 1, 2, 3, 4, 5, 6],
    "{w} grey": [0],
    "{w} GREY": [0],
    "{w} 50%": [1],
    "{w} a_b": [3],
    "{w} squid": [5],
    "{w} grey, {w} squid": [0, 5],
    " {w} grey ,, {w} axb , ": [0, 4],
    "{w}, !FISH": [1, 2, 3, 4, 5],
    "{w},!fish,!note": [1, 2],
    "{w}, !grey": [0, 1, 2, 3, 4, 5, 6],
    "{w}, !": [0, 1, 2, 3, 4, 5, 6],
    "{w} (": [],
    "{w} .*": [],
    "{w}\\": [],
}


def test_the_filter_shows_exactly_what_it_asks_for_of_fetched_and_of_live_rows(
    page_as: PageAs, ship: Ship, word: str
) -> None:
    """Half of the events are there when the filter is typed, half of them come live; the last is the marker."""
    ana = page_as("ana")
    for number, question in enumerate(QUESTIONS):
        own_word = f"{word}q{number}q"
        asked = question.replace("{w}", own_word)
        many = [fill(event, own_word) | {"by": "ben"} for event in EVENTS]
        early = ship.clerk("events", many=many[::2])
        ana.filter(asked)
        late = ship.clerk("events", many=many[1::2])
        marker = ship.clerk("event", by="ben", value="MARKER", free_text=asked)
        expect(ana.row(marker["id"])).to_be_visible()
        ids = [event["id"] for pair in zip(early, [*late, marker], strict=True) for event in pair]
        expected = {ids[number] for number in QUESTIONS[question]} | {marker["id"]}
        assert set(ana.event_ids()) == expected, f"live: {question}"
        ana.filter(f"{asked} ")
        assert set(ana.event_ids()) == expected, f"fetched: {question}"


def fill(event: dict[str, object], word: str) -> dict[str, object]:
    def filled(value: object) -> object:
        if isinstance(value, str):
            return value.replace("{w}", word)
        if isinstance(value, list):
            return [filled(each) for each in value]
        if isinstance(value, dict):
            return {key: filled(each) for key, each in value.items()}
        return value

    return {key: filled(value) for key, value in event.items()}


def test_asnap_is_hidden_until_it_is_asked_for_and_the_choice_outlives_a_reload(
    page_as: PageAs, ship: Ship
) -> None:
    ana = page_as("ana")
    snap = ship.clerk("event", value="ASNAP")
    note = ship.clerk("event", value="NOTE", by="ben")
    expect(ana.row(note["id"])).to_be_visible()
    expect(ana.row(snap["id"])).to_have_count(0)
    ana.find("hide-asnap").click()
    expect(ana.row(snap["id"])).to_be_visible()
    ana.reload()
    expect(ana.row(snap["id"])).to_be_visible()
    ana.find("hide-asnap").click()
    expect(ana.row(snap["id"])).to_have_count(0)
    expect(ana.row(note["id"])).to_be_visible()


def test_the_asnap_switch_rests_while_a_filter_is_set(page_as: PageAs, ship: Ship, word: str) -> None:
    snap = ship.clerk("event", value="ASNAP", free_text=word)
    ana = page_as("ana")
    ana.filter(word)
    expect(ana.row(snap["id"])).to_be_visible()
    expect(ana.find("hide-asnap")).to_be_disabled()
    ana.page.get_by_role("button", name="Clear the filter").click()
    expect(ana.row(snap["id"])).to_have_count(0)
    expect(ana.find("hide-asnap")).to_be_enabled()


def test_no_match_says_so_and_offers_the_way_back(page_as: PageAs, word: str) -> None:
    ana = page_as("ana")
    ana.filter(word)
    expect(ana.page.get_by_text("No events found")).to_be_visible()
    ana.page.get_by_role("button", name="Clear the filter").last.click()
    expect(ana.rows.first).to_be_visible()


def test_enter_in_the_filter_changes_nothing(page_as: PageAs, word: str) -> None:
    ana = page_as("ana")
    ana.filter(word)
    ana.find("history-filter").press("Enter")
    expect(ana.find("history-filter")).to_have_value(word)
    expect(ana.page).to_have_url(f"{ana.page.url.split('/')[0]}//{ana.page.url.split('/')[2]}/")
