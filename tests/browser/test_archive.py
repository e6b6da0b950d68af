"""The seismic archive by its pages: from an empty database to the first filled gap, seen live in two windows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from qualitycontrol.archive.nslc import Nslc
from tests.browser.conftest import PageAs, new_ship
from tests.browser.screen import Screen
from tests.browser.ship import Ship
from tests.browser.test_everybody_can_use_it import THEMES, measure, nameless, set_theme
from tests.monitoring.waves import HOUR, at, store

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FADED = "Promise.all(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished))"
STREAM = Nslc("XB", "NOR", "", "BHZ")
WORK = 60_000  # ms: a worker has to take it, on a machine that does other things


def laid_out(ship: Ship) -> Path:
    """Two days before today: complete in one folder, without an hour in the other one. Nobody knows of them."""
    today = datetime.now(UTC).date()
    start, end = (at(f"{today - timedelta(days=days)}T00:00:00") for days in (2, 0))
    place = ship.system.data_dir / "archives"
    store(place / "complete", STREAM, (start, end))
    store(place / "final", STREAM, (start, start + 10 * HOUR), (start + 11 * HOUR, end))
    ship.clerk("person", username="olga", password="correct horse battery staple", roles=["seismic_operator"])
    return place


@pytest.fixture(scope="module")
def archives(ship: Ship) -> Path:
    """In the system all share, where no other test touches archives."""
    return laid_out(ship)


@pytest.fixture
def observatory() -> Iterator[Ship]:
    """A system of its own with an empty database."""
    with new_ship() as ship:
        yield ship


def shown(screen: Screen, testid: str, **attributes: str) -> Locator:
    """The one of the step that is open."""
    return screen.find(testid, **attributes).locator("visible=true")


def nothing_is_known(ship: Ship) -> bool:
    told = ship.client("olga").get("/api/archive/setup").json()
    return not told["streams"] and not told["sources"] and told["archive"] is None and told["years"] is None


def left_and_come_back(olga: Screen, step: str) -> None:
    """Whatever the step before stored is there, and the set-up goes on with the next one."""
    olga.page.goto("/archive/sources")
    olga.page.goto("/archive/setup")
    expect(olga.find("step", step=step)).to_have_attribute("aria-current", "step")


def test_the_wizard_leads_from_an_empty_database_to_the_first_filled_gap(
    ship: Ship, archives: Path, page_as: PageAs, pictures: Path
) -> None:
    assert nothing_is_known(ship)
    olga = page_as("olga", "/archive")
    olga.page.wait_for_url("**/archive/setup*")
    expect(olga.find("step", step="welcome")).to_have_attribute("aria-current", "step")
    shown(olga, "next").click()
    expect(shown(olga, "next")).to_be_disabled()  # without a stream it does not go on
    olga.find("streams-text").fill("XB|NOR||BHZ # one is enough")
    olga.find("import-text").click()
    expect(olga.find("imported")).to_contain_text("1 stream named, 1 of them new")

    left_and_come_back(olga, "sources")
    shown(olga, "source-name").fill("Backup")
    shown(olga, "source-kind").select_option("LOCAL_DIR")
    shown(olga, "source-parameter", parameter="path").fill(str(archives / "nowhere"))
    shown(olga, "save-source").click()
    expect(shown(olga, "source-state")).to_have_text("Does not answer")
    olga.page.goto("/archive/sources")
    olga.find("edit-source").click()
    olga.page.locator("dialog[open] [data-parameter=path]").fill(str(archives / "complete"))
    olga.find("save-source").click()
    olga.find("test-source").click()
    expect(olga.find("source-state")).to_have_text("Answers")

    left_and_come_back(olga, "update")
    expect(olga.find("final-root")).to_have_value(str(archives / "final"))
    olga.find("final-test").click()
    expect(olga.find("final-tested")).to_contain_text("2 day files")
    shown(olga, "granularity").select_option("daily")
    olga.watch.network_may_fail = True  # the browser complains of a refusal, too
    shown(olga, "length").fill("0")
    expect(shown(olga, "window-problem")).to_contain_text("at least as long as the frequency")
    shown(olga, "length").fill("2")
    shown(olga, "latency").fill("0")
    expect(olga.find("timeline").locator("visible=true").get_by_test_id("stretch")).to_have_count(3)
    olga.find("save-archive").click()
    expect(olga.find("save-monitoring")).to_be_visible()

    left_and_come_back(olga, "monitoring")
    olga.find("save-monitoring").click()
    expect(olga.find("try-out")).to_be_visible()

    left_and_come_back(olga, "finish")
    olga.find("try-out").click()
    expect(olga.find("tried")).to_contain_text("1 gap (1 h)", timeout=WORK)
    olga.find("finish-update").click()

    olga.page.wait_for_url("**/archive/update")
    expect(olga.find("no-gaps")).to_have_text("No gaps in 1 stream", timeout=WORK)
    expect(olga.find("count", state="succeeded")).to_have_text("1 filled")
    olga.page.screenshot(path=pictures / "archive-update.png", full_page=True)
    olga.page.goto("/archive/statistics")
    expect(olga.find("available").first).to_have_text("100 %")
    expect(olga.find("no-gaps")).to_be_visible()
    olga.open("/archive")  # the wizard opens no more
    assert olga.page.url.endswith("/archive")


def test_who_skips_to_analysis_measures_and_fills_the_first_gap_later(observatory: Ship, page_as: PageAs) -> None:
    """From an empty database, too: the archive is measured, and when it has a source its gap is filled."""
    place = laid_out(observatory)
    assert nothing_is_known(observatory)
    olga = page_as("olga", "/archive", of=observatory)
    olga.page.wait_for_url("**/archive/setup*")
    shown(olga, "skip").click()
    shown(olga, "measured-root").fill(str(place / "final"))
    shown(olga, "measured-test").click()
    expect(shown(olga, "measured-tested")).to_contain_text("2 day files")
    shown(olga, "save-monitoring").click()
    expect(shown(olga, "finish-measure")).to_be_visible()

    left_and_come_back(olga, "finish")
    shown(olga, "finish-measure").click()
    olga.page.wait_for_url("**/archive/statistics")
    day = datetime.now(UTC).date() - timedelta(days=2)
    olga.find("statistics-start").fill(str(day))
    olga.find("statistics-end").fill(str(day))
    expect(olga.find("available")).to_have_text(["95.833 %"], timeout=WORK)
    expect(olga.find("gap")).to_have_count(1)

    olga.page.goto("/archive/sources")
    olga.find("add-source").click()
    form = olga.page.locator("dialog[open]")
    form.get_by_test_id("source-name").fill("Backup")
    form.get_by_test_id("source-kind").select_option("LOCAL_DIR")
    form.locator("[data-parameter=path]").fill(str(place / "complete"))
    olga.find("save-source").click()
    expect(olga.find("source")).to_have_count(1)
    olga.page.goto("/archive/newrequest")
    olga.find("request-streams").fill("XB.NOR.*.BHZ")
    olga.find("request-start").fill(f"{day} 00:00:00")
    olga.find("request-end").fill(f"{day + timedelta(days=1)} 00:00:00")
    olga.find("request-look").click()
    expect(olga.find("planned")).to_have_count(1)
    olga.find("request-create").click()
    olga.page.goto("/archive/stack")
    expect(olga.find("request-state")).to_have_text("Filled", timeout=WORK)
    olga.page.goto("/archive/statistics")
    olga.find("statistics-start").fill(str(day))
    olga.find("statistics-end").fill(str(day))
    expect(olga.find("available")).to_have_text(["100 %"], timeout=WORK)
    expect(olga.find("no-gaps")).to_be_visible()


def test_two_windows_see_the_stack_live(archives: Path, page_as: PageAs) -> None:
    watcher, olga = page_as("guest", "/archive/stack"), page_as("olga", "/archive/newrequest")
    watcher.page.wait_for_load_state("networkidle")
    before = watcher.find("request").count()
    expect(watcher.find("choose")).to_have_count(0)

    today = datetime.now(UTC).date()
    olga.find("request-streams").fill("XB.*.*.BHZ")
    olga.find("request-start").fill(f"{today - timedelta(days=2)} 12:00:00")
    olga.find("request-end").fill(f"{today - timedelta(days=2)} 12:10:00")
    olga.find("request-look").click()
    expect(olga.find("plan")).to_contain_text("Nothing is missing there")
    olga.page.locator("label", has=olga.find("request-force")).click()
    olga.find("request-look").click()
    expect(olga.find("planned")).to_have_count(1)
    olga.find("request-create").click()
    expect(olga.find("request-made")).to_be_visible()

    expect(watcher.find("request")).to_have_count(before + 1, timeout=WORK)
    first = watcher.find("request").first
    expect(first.get_by_test_id("request-state")).to_have_text("Filled", timeout=WORK)
    first.get_by_test_id("open-request").click()
    expect(watcher.find("history-line").first).to_contain_text("created")
    olga.page.goto("/archive/stack")
    expect(olga.find("request")).to_have_count(before + 1)
    olga.find("choose-all").check(force=True)
    olga.find("delete").click()
    olga.find("delete-sure").click()
    expect(watcher.find("request")).to_have_count(0, timeout=10_000)


def test_the_automatic_update_is_started_by_operators_and_seen_by_all(archives: Path, page_as: PageAs) -> None:
    watcher, olga = page_as("guest", "/archive"), page_as("olga", "/archive")
    expect(watcher.find("turn-automatic")).to_have_count(0)
    olga.find("turn-automatic").click()
    expect(watcher.find("automatic-state")).to_have_text("on")
    expect(watcher.find("next-run")).to_contain_text("Z")
    olga.find("turn-automatic").click()
    expect(watcher.find("automatic-state")).to_have_text("off")
    expect(watcher.find("log-line").first).to_be_visible()


PAGES = ["", "/stack", "/update", "/newrequest", "/sources", "/statistics", "/setup"]


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_every_page(archives: Path, page_as: PageAs, pictures: Path, path: str) -> None:
    """Nothing scrolls sideways, fingers hit every control, each has a name."""
    olga = page_as("olga", f"/archive{path}", **PHONE)
    olga.page.wait_for_load_state("networkidle")  # what there is is shown
    olga.page.screenshot(path=pictures / f"archive-phone-{path.strip('/') or 'home'}.png", full_page=True)
    assert measure(olga, "tooWide()") == []
    assert measure(olga, "small(48)") == []
    assert nameless(olga) == []


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_readable_in_every_theme(archives: Path, page_as: PageAs, theme: str) -> None:
    olga = page_as("olga", "/archive/update")
    set_theme(olga, theme)
    for path in PAGES:
        olga.open(f"/archive{path}")
        olga.page.evaluate(FADED)
        assert measure(olga, "pale()") == [], path
