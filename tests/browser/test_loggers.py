"""Cruise definition, modes and loggers in the browser, all of it live in two windows."""

import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PageAs
from tests.browser.screen import SOON, Screen
from tests.browser.ship import Ship
from tests.people import PASSWORD
from tests.support.waiting import until

PAGE = "/loggers"
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"
CRUISE = """
cruise: {{id: {cruise}}}
loggers:
  gyro:
    configs:
      'off': {{}}
      net: {{readers: {{class: UDPReader, kwargs: {{port: {gyro}}}}}, transforms: {{class: TimestampTransform}},
            writers: {{class: TextFileWriter, kwargs: {{filename: {folder}/gyro}}}}}}
      spare: {{readers: {{class: UDPReader, kwargs: {{port: {gyro}}}}},
              writers: {{class: TextFileWriter, kwargs: {{filename: {folder}/spare}}}}}}
  wind:
    configs:
      'off': {{}}
      'on': {{readers: {{class: UDPReader, kwargs: {{port: {wind}}}}}, transforms:
            [{{class: PrefixTransform, kwargs: {{prefix: 'wind 2026-01-01T00:00:00Z'}}}},
             {{class: ParseTransform, kwargs: {{field_patterns: ['wind {{{{Speed:f}}}}']}}}}],
            writers: {{class: TextFileWriter, kwargs: {{filename: {folder}/wind}}}}}}
modes: {{idle: [gyro-off, wind-off], sail: [gyro-net, wind-on]}}
"""


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Instruments:
    """Sends lines to UDP ports, ten a second, as instruments do."""

    def __init__(self) -> None:
        self.gyro, self.wind, self.other = free_udp_port(), free_udp_port(), free_udp_port()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            number = 0
            while not self._ended.wait(0.1):
                number += 1
                out.sendto(f"$HEHDT,{number}.0,T".encode(), ("127.0.0.1", self.gyro))
                line = HOSTILE if number % 5 == 0 else f"wind {number % 30}.5"
                out.sendto(line.encode(), ("127.0.0.1", self.wind))

    def end(self) -> None:
        self._ended.set()
        self._thread.join()


@pytest.fixture(scope="module")
def instruments() -> Iterator[Instruments]:
    sending = Instruments()
    yield sending
    sending.end()


@pytest.fixture(scope="module")
def vessel(ship: Ship) -> Iterator[Ship]:
    """The ship with a technician, and a scientist who looks on; its loggers stop afterwards."""
    for name, role in (("tech", "logger_manager"), ("viewer", "event_watcher")):
        ship.clerk("person", username=name, roles=[role], password=PASSWORD)
    yield ship
    ship.send("tech", "DELETE", "/api/loggers", {})


@pytest.fixture
def tech(page_as: PageAs, vessel: Ship) -> Screen:
    return page_as("tech", path=PAGE, of=vessel)


@pytest.fixture
def viewer(page_as: PageAs, vessel: Ship) -> Screen:
    return page_as("viewer", path=PAGE, of=vessel)


@pytest.fixture(scope="module")
def cruise(instruments: Instruments, tmp_path_factory: pytest.TempPathFactory):
    """`cruise("AB26")`: a file with a cruise definition."""
    folder = tmp_path_factory.mktemp("out")

    def write(cruise: str = "AB26", **ports: int) -> Path:
        used = {"gyro": instruments.gyro, "wind": instruments.wind} | ports
        path = folder / f"{cruise}.yaml"
        path.write_text(CRUISE.format(cruise=cruise, folder=folder, **used))
        return path

    return write


def offer(screen: Screen, path: Path) -> None:
    """Upload a file and have it checked."""
    screen.page.goto("/loggers/definition")
    screen.find("files").set_input_files(path)
    screen.find("upload").click()


def apply(screen: Screen) -> None:
    screen.find("apply").click()
    expect(screen.find("running-badge")).to_be_visible()


def load(screen: Screen, path: Path, mode: str = "sail") -> None:
    offer(screen, path)
    apply(screen)
    screen.open(PAGE)
    set_mode(screen, mode)


def set_mode(screen: Screen, mode: str) -> None:
    screen.find("mode-choice").select_option(mode)
    screen.find("set-mode").click()
    expect(screen.find("mode")).to_have_text(mode)


def row(screen: Screen, logger: str) -> Locator:
    return screen.find("logger", logger=logger)


def process_of(ship: Ship, logger: str) -> int:
    """The number of the process of a logger, once the last plan was carried out."""
    return int(until(lambda: _settled(ship, logger), what=f"{logger} runs as planned")["pid"])


def _settled(ship: Ship, logger: str) -> dict[str, Any] | None:
    viewer = ship.client("viewer")
    wanted = viewer.get("/api/loggers").json()
    told = viewer.get("/api/loggers/status").json()["status"]
    if told is None or told["supervisor"]["plan_version"] < wanted["plan_version"]:
        return None
    one = told["loggers"].get(logger, {"state": "off"})
    as_planned = one["state"] == "running" and one["config"] == wanted["loggers"][logger]["active"]
    return one if as_planned else None


def test_a_definition_is_uploaded_compared_applied_and_its_mode_switched_live_in_both_windows(
    tech: Screen, viewer: Screen, cruise
) -> None:
    offer(tech, cruise())
    expect(tech.find("preview")).to_contain_text("Applying it would disturb no logger.")
    expect(tech.find("mode-afterwards")).to_have_text("idle")
    apply(tech)
    expect(viewer.find("cruise")).to_have_text("AB26", timeout=SOON)
    expect(row(viewer, "gyro")).to_be_visible(timeout=SOON)
    tech.open(PAGE)
    set_mode(tech, "sail")
    expect(viewer.find("mode")).to_have_text("sail", timeout=SOON)
    for screen in (tech, viewer):
        for logger in ("gyro", "wind"):
            expect(row(screen, logger)).to_have_attribute("data-state", "running")
            expect(row(screen, logger).get_by_test_id("age")).to_have_text(re.compile("^[0-3] s$"), timeout=15_000)
    expect(row(viewer, "gyro").get_by_test_id("rate")).not_to_have_text("0.0/s")


def test_who_only_looks_has_no_controls_and_no_page_of_files(
    viewer: Screen, vessel: Ship, tech: Screen, cruise
) -> None:
    load(tech, cruise())
    expect(row(viewer, "gyro").get_by_test_id("config")).to_have_text("gyro-net")
    for control in ("set-mode", "config-choice", "restart", "reload", "to-definition", "to-parser"):
        assert viewer.find(control).count() == 0
    assert vessel.client("viewer").get("/loggers/definition").status_code == 403


def test_a_config_of_one_logger_is_marked_as_not_of_the_mode_in_every_window(
    tech: Screen, viewer: Screen, cruise
) -> None:
    load(tech, cruise())
    row(tech, "gyro").get_by_test_id("config-choice").select_option("gyro-spare")
    expect(row(viewer, "gyro").get_by_test_id("config")).to_have_text("gyro-spare", timeout=SOON)
    for screen in (tech, viewer):
        expect(row(screen, "gyro").get_by_test_id("overridden-badge")).to_be_visible()
        expect(screen.find("overridden")).to_contain_text("gyro")
    tech.find("set-mode").click()
    expect(row(viewer, "gyro").get_by_test_id("overridden-badge")).to_be_hidden(timeout=SOON)


def test_a_killed_logger_returns_by_itself_as_both_windows_see(
    tech: Screen, viewer: Screen, vessel: Ship, cruise
) -> None:
    load(tech, cruise())
    old = process_of(vessel, "gyro")
    times = int(str(row(viewer, "gyro").get_by_test_id("restarts").text_content()))
    os.kill(old, signal.SIGKILL)
    for screen in (tech, viewer):
        expect(row(screen, "gyro").get_by_test_id("restarts")).to_have_text(str(times + 1), timeout=15_000)
        expect(row(screen, "gyro")).to_have_attribute("data-state", "running", timeout=15_000)
    assert process_of(vessel, "gyro") != old
    row(viewer, "gyro").get_by_test_id("open-logger").click()
    expect(viewer.find("details").get_by_test_id("full-error")).not_to_be_empty()
    expect(viewer.find("details").get_by_test_id("log-line").first).to_be_visible()


def test_an_opened_logger_shows_its_lines_as_text_and_the_way_of_the_data(
    tech: Screen, viewer: Screen, cruise, instruments: Instruments
) -> None:
    load(tech, cruise())
    row(viewer, "wind").get_by_test_id("open-logger").click()
    details = viewer.find("details")
    expect(details.get_by_test_id("last-lines")).to_contain_text(HOSTILE)
    assert details.locator("img").count() == 0
    parse = details.locator('[data-path="transforms.1"]')
    expect(parse).to_contain_text("no pattern fits")
    expect(details.locator('[data-path="readers.0"]')).to_contain_text("UDPReader")
    expect(details.locator('[data-path="writers.0"]')).to_contain_text("TextFileWriter")
    assert str(instruments.wind) not in str(details.get_by_test_id("flow").text_content())
    row(tech, "wind").get_by_test_id("open-logger").click()
    expect(tech.find("details").locator('[data-path="readers.0"]')).to_contain_text(str(instruments.wind))
    details.get_by_test_id("log-search").fill("running")
    expect(details.get_by_test_id("log-line").first).to_contain_text("running")


def test_a_new_definition_restarts_only_what_changed_and_one_can_go_back(
    tech: Screen, viewer: Screen, vessel: Ship, cruise, instruments: Instruments
) -> None:
    load(tech, cruise("first"))
    gyro, wind = process_of(vessel, "gyro"), process_of(vessel, "wind")
    offer(tech, cruise("second", wind=instruments.other))
    preview = tech.find("preview")
    expect(preview.get_by_test_id("restarts")).to_contain_text("wind")
    expect(preview.get_by_test_id("restarts")).to_contain_text(str(instruments.other))
    expect(preview.get_by_test_id("stays")).to_contain_text("gyro")
    apply(tech)
    expect(viewer.find("cruise")).to_have_text("second", timeout=SOON)
    until(lambda: process_of(vessel, "wind") != wind, what="the wind was started anew")
    assert process_of(vessel, "gyro") == gyro
    tech.find("definition").filter(has_text="first").first.get_by_test_id("open-definition").click()
    expect(preview.get_by_role("heading", level=2)).to_contain_text("first")
    apply(tech)
    expect(viewer.find("cruise")).to_have_text("first", timeout=SOON)
    expect(viewer.find("mode")).to_have_text("sail")


def test_everything_wrong_with_a_file_is_listed_and_nothing_that_runs_is_touched(
    tech: Screen, viewer: Screen, vessel: Ship, cruise
) -> None:
    load(tech, cruise("good"))
    gyro = process_of(vessel, "gyro")
    bad = cruise("bad")
    bad.write_text(bad.read_text().replace("UDPReader", "UDPReeder").replace("TimestampTransform", "Clock"))
    offer(tech, bad)
    rows = tech.find("problems").get_by_test_id("problem-row")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("bad.yaml:7")
    expect(tech.find("problems")).to_contain_text('unknown transform class "Clock"')
    assert tech.find("preview").count() == 0
    assert (process_of(vessel, "gyro"), viewer.find("cruise").text_content()) == (gyro, "good")
    tech.watch.errors.clear()  # the browser notes each refused request


def test_a_feed_sends_filtered_lines_on_without_touching_the_logger(
    tech: Screen, viewer: Screen, vessel: Ship, cruise
) -> None:
    load(tech, cruise())
    gyro = process_of(vessel, "gyro")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as display:
        display.bind(("127.0.0.1", 0))
        display.settimeout(15)
        tech.open("/loggers/feeds")
        viewer.open("/loggers/feeds")
        tech.find("add-feed").click()
        tech.find("feed-name").fill("bridge")
        tech.find("feed-logger").fill("gyro")
        tech.find("feed-only").fill(r"[02468]\.0,T$")
        tech.find("feed-kwargs").fill(f'{{"destination": "127.0.0.1", "port": {display.getsockname()[1]}}}')
        tech.find("save-feed").click()
        expect(viewer.find("feed", feed="bridge")).to_be_visible(timeout=SOON)
        lines = [display.recv(1000).decode() for _ in range(5)]
    assert all(line.startswith("$HEHDT") and int(line.split(".")[0][-1]) % 2 == 0 for line in lines), lines
    assert process_of(vessel, "gyro") == gyro
    expect(viewer.find("feed", feed="bridge").get_by_test_id("feed-state")).to_have_text("Feeding")
    tech.find("feed", feed="bridge").get_by_test_id("edit-feed").click()
    tech.find("delete-feed").click()
    expect(viewer.find("feed", feed="bridge")).to_be_hidden(timeout=SOON)


def test_a_feed_that_cannot_be_is_refused_where_it_was_typed(tech: Screen) -> None:
    tech.open("/loggers/feeds")
    tech.find("add-feed").click()
    tech.find("feed-name").fill("bad")
    tech.find("feed-logger").fill("gyro")
    tech.find("feed-only").fill("(")
    tech.find("save-feed").click()
    expect(tech.find("feed-problem")).to_contain_text("regular expression")
    expect(tech.find("feed-only")).to_have_attribute("aria-invalid", "true")
    tech.watch.errors.clear()


def test_the_parser_check_shows_which_pattern_fits_and_how_far_another_got(tech: Screen) -> None:
    tech.open("/loggers/parser")
    tech.find("lines").fill(f"ctd 2026-01-01T00:00:00Z T=3.5\nctd 2026-01-01T00:00:00Z T=cold {HOSTILE}")
    tech.find("by-patterns").check()
    tech.find("patterns").fill("T={Temperature:f}\nT={State:w} {Why}")
    tech.find("check").click()
    good, bad = tech.find("result").nth(0), tech.find("result").nth(1)
    expect(good).to_have_attribute("data-parsed", "yes")
    expect(good.get_by_test_id("field")).to_contain_text("Temperature")
    expect(good.get_by_test_id("field")).to_contain_text("3.5")
    expect(bad.get_by_test_id("trial").first).to_have_attribute("data-matched", "no")
    expect(bad.get_by_test_id("trial").first).to_contain_text("stops before")
    expect(bad.get_by_test_id("field").nth(1)).to_contain_text(HOSTILE)


def test_a_dead_supervisor_is_told_apart_from_a_live_one(
    tech: Screen, viewer: Screen, vessel: Ship, cruise
) -> None:
    load(tech, cruise())
    expect(viewer.find("heartbeat")).to_have_attribute("data-state", "ok")
    old = vessel.system.kill("loggers", signal.SIGSTOP)
    try:
        expect(viewer.find("heartbeat")).to_have_attribute("data-state", "bad", timeout=15_000)
        expect(row(viewer, "gyro")).to_have_attribute("data-state", "unknown")
        expect(viewer.badge).to_have_attribute("data-state", "live")
    finally:
        os.kill(old, signal.SIGCONT)
    for screen in (tech, viewer):
        expect(screen.find("heartbeat")).to_have_attribute("data-state", "ok", timeout=20_000)
        expect(row(screen, "gyro")).to_have_attribute("data-state", "running", timeout=20_000)


@pytest.mark.parametrize("path", [PAGE, "/loggers/definition", "/loggers/parser", "/loggers/feeds"])
def test_a_phone_needs_no_sideways_scrolling(page_as: PageAs, vessel: Ship, path: str) -> None:
    phone = page_as("tech", path=path, of=vessel, viewport={"width": 390, "height": 844})
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
