"""The page is light, comes from the ship's own server alone, and its console is silent."""

from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.browser.watching import policy_violations

MOST_BYTES = 350_000


def transferred(screen: Screen, path: str) -> int:
    """Bytes over the network, compressed as they come, for a first visit."""
    session = screen.page.context.new_cdp_session(screen.page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    screen.page.goto(path, wait_until="networkidle")
    return int(sum(sizes))


def test_the_first_load_of_the_logging_screen_is_light(windows, ship: Ship) -> None:
    screen = windows(ship.url, fresh=True)
    screen.page.context.add_cookies(ship.cookies("ana"))
    size = transferred(screen, "/")
    screen.wait_live()
    assert 20_000 < size <= MOST_BYTES


def test_the_first_load_of_the_login_page_is_light(windows, ship: Ship) -> None:
    assert transferred(windows(ship.url, fresh=True), "/login") <= MOST_BYTES / 3


def test_a_visit_asks_no_other_server_and_leaves_no_error(windows, ship: Ship, word: str) -> None:
    """Every test checks this for its own windows; here it is said in one place."""
    screen = windows(ship.url, fresh=True)
    screen.page.goto("/")
    screen.find("login-guest").click()
    screen.wait_live()
    screen.type_event(word)
    screen.open_event(word)
    expect(screen.details).to_contain_text(word)
    assert policy_violations(screen.page) == []
    screen.watch.check()
