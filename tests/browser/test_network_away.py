"""Without network nothing that was logged is lost: it waits on the device and arrives once, with its own time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import PageAs
from tests.browser.screen import SOON, Screen
from tests.browser.ship import Ship


@pytest.fixture
def ana(page_as: PageAs) -> Screen:
    screen = page_as("ana")
    screen.watch.network_may_fail = True
    return screen


def go_offline(screen: Screen) -> None:
    screen.page.context.set_offline(True)
    expect(screen.badge).to_have_attribute("data-state", re.compile("reconnecting|offline"))


def go_online(screen: Screen) -> None:
    screen.page.context.set_offline(False)
    screen.wait_live(5_000)


def test_a_click_and_a_line_survive_the_network_and_arrive_once_with_their_own_time(
    ana: Screen, page_as: PageAs, ship: Ship, word: str
) -> None:
    ben = page_as("ben")
    go_offline(ana)
    taken = datetime.now(UTC)
    ana.type_event(f"{word} line")
    ana.press("Sample")
    ana.answer_sample(f"{word} click")
    ana.submit()
    expect(ana.waiting).to_contain_text("2 waiting")
    expect(ana.row(f"{word} line")).to_have_attribute("data-state", "pending")
    expect(ana.row(f"{word} click")).to_have_attribute("data-state", "pending")
    expect(ana.badge).to_have_attribute("data-state", "offline")
    go_online(ana)
    expect(ana.waiting).to_be_hidden()
    for text in (f"{word} line", f"{word} click"):
        expect(ben.row(text)).to_have_count(1, timeout=SOON)
        expect(ana.row(text)).to_have_attribute("data-state", "stored")
    stored = ship.clerk("find", search_text__icontains=word)
    assert len(stored) == 2
    for event in stored:
        assert timedelta(seconds=-1) < datetime.fromisoformat(event["ts"]) - taken < timedelta(seconds=20)
        assert event["ts"] == event["captured_at"]
        assert event["ts"] < event["received_at"]


def test_a_reload_while_entries_wait_loses_none_of_them(
    ana: Screen, page_as: PageAs, ship: Ship, word: str
) -> None:
    ana.page.route("**/api/**", lambda route: route.abort())
    for number in range(3):
        ana.type_event(f"{word} {number}")
    ana.press("Off deck")
    expect(ana.waiting).to_contain_text("4 waiting")
    ana.reload()
    expect(ana.waiting).to_contain_text("4 waiting")
    expect(ana.row(word)).to_have_count(3)
    ana.page.unroute("**/api/**")
    ana.waiting.click()
    ana.find("pending-dialog").get_by_role("button", name="Send now").click()
    expect(ana.find("pending-dialog")).to_contain_text("Everything is stored")
    expect(ana.waiting).to_be_hidden()
    stored = ship.clerk("find", free_text__startswith=word)
    assert sorted(event["event_free_text"] for event in stored) == [f"{word} {number}" for number in range(3)]


def test_a_closed_tab_keeps_what_waits_for_the_next_visit(ana: Screen, ship: Ship, word: str) -> None:
    go_offline(ana)
    ana.type_event(word)
    expect(ana.waiting).to_contain_text("1 waiting")
    ana.page.close()
    ana.page.context.set_offline(False)
    again = Screen(ana.page.context.new_page(), ana.watch).open()
    expect(again.row(word)).to_have_attribute("data-state", "stored")
    assert ship.clerk("count", free_text=word) == 1


def test_an_answer_lost_on_the_way_does_not_make_a_second_event(ana: Screen, ship: Ship, word: str) -> None:
    """The server stored it, but the page never heard so and sends it again."""
    lost = []

    def lose_the_first_answer(route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort()
        ana.page.unroute("**/api/events/*")

    ana.page.route("**/api/events/*", lose_the_first_answer)
    ana.type_event(word)
    expect(ana.row(word)).to_have_attribute("data-state", "stored")
    expect(ana.waiting).to_be_hidden()
    assert len(lost) == 1
    assert ship.clerk("count", free_text=word) == 1


def test_what_others_logged_meanwhile_is_shown_after_the_break(ana: Screen, ship: Ship, word: str) -> None:
    kept = ship.clerk("event", value="NOTE", by="ben", free_text=f"{word} changed later")
    gone = ship.clerk("event", value="NOTE", by="ben", free_text=f"{word} deleted later")
    expect(ana.row(gone["id"])).to_be_visible()
    go_offline(ana)
    ship.clerk("change", id=kept["id"], by="ben", free_text=f"{word} was changed")
    assert ship.send("ben", "DELETE", f"/api/events/{gone['id']}", {}).status_code == 200
    for number in range(5):
        ship.clerk("event", value="NOTE", by="ben", free_text=f"{word} new {number}")
    go_online(ana)
    expect(ana.row(f"{word} new")).to_have_count(5)
    expect(ana.row(f"{word} was changed")).to_be_visible()
    expect(ana.row(f"{word} deleted later")).to_have_count(0)


def test_the_badge_tells_live_from_broken(ana: Screen) -> None:
    expect(ana.badge).to_contain_text("Live")
    go_offline(ana)
    expect(ana.badge).to_contain_text("Offline")
    go_online(ana)
    expect(ana.badge).to_contain_text("Live")


def test_where_no_websocket_can_be_opened_the_page_asks_by_itself(windows, ship: Ship, word: str) -> None:
    """A ship's proxy may let none through."""
    screen = windows(ship.url, fresh=True)
    screen.watch.network_may_fail = True
    screen.page.context.add_cookies(ship.cookies("ana"))  # type: ignore[arg-type]

    def refuse(socket: WebSocketRoute) -> None:
        socket.close()

    screen.page.route_web_socket(re.compile("/live"), refuse)
    screen.open()
    expect(screen.badge).to_contain_text("Live, slow")
    ship.clerk("event", value="NOTE", by="ben", free_text=word)
    expect(screen.row(word)).to_be_visible(timeout=5_000)
    screen.type_event(f"{word} mine")
    expect(screen.row(f"{word} mine")).to_have_attribute("data-state", "stored")


def test_a_wrong_device_clock_does_not_reach_the_record(windows, ship: Ship, word: str) -> None:
    screen = windows(ship.url, fresh=True)
    screen.page.context.add_cookies(ship.cookies("ana"))  # type: ignore[arg-type]
    screen.page.clock.install(time=datetime.now(UTC) + timedelta(minutes=10))
    screen.open()
    expect(screen.find("strip")).to_contain_text("ahead")
    screen.type_event(word)
    expect(screen.row(word)).to_have_attribute("data-state", "stored")
    [event] = ship.clerk("find", free_text=word)
    assert abs(datetime.fromisoformat(event["ts"]) - datetime.now(UTC)) < timedelta(seconds=15)
    assert abs(event["clock_offset_ms"] + 600_000) < 5_000
