"""Header strip, change feed and ASNAP switch over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.automation.models import CustomVariable
from logging_core.shared import clock, feed
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.feed import FURTHEST_BEHIND
from logging_core.streams.models import Stream, StreamLatest
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise, Lowering
from tests.logging_core.events.making import log
from tests.people import As, Page

HOUR = timedelta(hours=1)


@pytest.fixture
def page(as_: As, watcher: User) -> Page:
    return as_(watcher)


def status(page: Page) -> dict[str, Any]:
    return page.get("/api/status").json()


def set_variables(**values: str) -> None:
    for name, value in values.items():
        CustomVariable.objects.filter(name=name).update(value=value)


def test_the_strip_of_a_new_installation_is_empty(page: Page) -> None:
    strip = status(page)
    assert abs(clock.now() - clock.parse(strip.pop("now"))).total_seconds() < 5
    assert strip == {
        "cruise": None,
        "lowering": None,
        "asnap": {
            "on": False,
            "interval_s": 10,
            "timeout_min": 0,
            "silent_s": 30,
            "last_ts": None,
            "since": None,
            "by": "",
            "off_at": None,
            "looked_at": None,
        },
        "disk": None,
        "readings": {},
    }


def test_the_strip_names_the_cruise_and_the_lowering_under_way(page: Page) -> None:
    now = clock.now()
    Cruise.objects.create(name="before", start_ts=now - 9 * HOUR, stop_ts=now - 8 * HOUR)
    Cruise.objects.create(name="FKt", start_ts=now - HOUR, stop_ts=now + HOUR, meta={"cruise_name": "Axial"})
    Lowering.objects.create(name="S0492", start_ts=now - HOUR, meta={"milestones": {"lowering_on_bottom": "x"}})
    strip = status(page)
    assert (strip["cruise"]["cruise_id"], strip["cruise"]["name"]) == ("FKt", "Axial")
    assert strip["cruise"]["stop_ts"] == clock.iso(now + HOUR)
    assert (strip["lowering"]["lowering_id"], strip["lowering"]["stop_ts"]) == ("S0492", None)
    assert strip["lowering"]["milestones"] == {"lowering_on_bottom": "x"}


def test_the_strip_does_not_tell_of_a_hidden_cruise(page: Page, as_: As, admin: User) -> None:
    Cruise.objects.create(name="secret", start_ts=clock.now() - HOUR, hidden=True)
    Lowering.objects.create(name="secret dive", start_ts=clock.now() - HOUR, hidden=True)
    assert (status(page)["cruise"], status(page)["lowering"]) == (None, None)
    assert status(as_(admin))["cruise"]["cruise_id"] == "secret"


def test_the_strip_shows_the_disk_and_the_last_snapshot(page: Page) -> None:
    set_variables(freeSpaceInBytes="5000", freeSpacePercentage="37", asnapStatus="On")
    event = log(None, "ASNAP", author="asnap")
    strip = status(page)
    assert strip["disk"] == {"free_bytes": 5000, "used_percent": 63}
    assert (strip["asnap"]["on"], strip["asnap"]["last_ts"]) == (True, clock.iso(event.ts))


@pytest.mark.parametrize("value", ["", "unknown", "-5", "1.5", "²"])
def test_a_variable_that_is_no_number_does_not_break_the_strip(page: Page, value: str) -> None:
    set_variables(freeSpaceInBytes=value, freeSpacePercentage=value)
    assert status(page)["disk"] is None


def test_the_strip_has_position_and_depth_of_the_streams_that_are_named(page: Page) -> None:
    at = clock.now()
    for name, unit, number in (("RovDepth", "m", 1690.5), ("GpsLatitude", "deg", 38.5), ("CtdOxygen", "", 240.0)):
        stream = Stream.objects.create(name=name, unit=unit, source="dev", kind="number")
        StreamLatest.objects.create(stream=stream, at=at, number=number)
    Stream.objects.create(name="RovLatitude", kind="number")  # has no value yet
    latest = at.timestamp()
    assert status(page)["readings"] == {
        "RovDepth": {"source": "dev", "unit": "m", "latest": [latest, 1690.5]},
        "GpsLatitude": {"source": "dev", "unit": "deg", "latest": [latest, 38.5]},
    }


def read(page: Page, **query: Any) -> dict[str, Any]:
    return page.get("/api/feed", query).json()


def test_everything_after_a_number_can_be_read(page: Page, logger: User) -> None:
    start = feed.head()
    one, two = log(logger, "ONE"), log(logger, "TWO")
    answer = read(page, since=start.seq, epoch=start.epoch)
    assert (answer["epoch"], answer["seq"], answer["reset"]) == (start.epoch, start.seq + 2, False)
    assert [(change["seq"], change["id"]) for change in answer["changes"]] == [
        (start.seq + 1, one.id),
        (start.seq + 2, two.id),
    ]
    assert answer["changes"][1]["record"]["event_value"] == "TWO"
    assert read(page, since=start.seq + 2, epoch=start.epoch)["changes"] == []


def test_of_what_one_may_not_see_only_the_number_is_read(page: Page, as_: As, admin: User) -> None:
    start = feed.head()
    values = {"name": "secret", "start_ts": clock.now(), "hidden": True}
    save_voyage(actor=Actor("chief"), model=Cruise, id="5" * 24, values=values)
    assert read(page, since=start.seq, epoch=start.epoch)["changes"] == [
        {"type": "change", "seq": start.seq + 1, "kind": None}
    ]
    (seen,) = read(as_(admin), since=start.seq, epoch=start.epoch)["changes"]
    assert seen["record"]["cruise_id"] == "secret"


@pytest.mark.parametrize("epoch", ["", "another", "\u202e", "'"])
def test_a_page_of_another_database_is_told_to_start_anew(page: Page, logger: User, epoch: str) -> None:
    log(logger)
    answer = read(page, since=0, epoch=epoch)
    assert (answer["reset"], answer["changes"], answer["seq"]) == (True, [], feed.head().seq)


def test_a_page_ahead_of_the_database_or_too_far_behind_is_told_to_start_anew(page: Page) -> None:
    start = feed.head()
    assert read(page, since=start.seq + 1, epoch=start.epoch)["reset"] is True
    with recorded(Actor("chief")) as changes:
        for number in range(FURTHEST_BEHIND + 1):
            changes.add("event", "update", f"{number:024}")
    assert read(page, since=start.seq, epoch=start.epoch)["reset"] is True
    answer = read(page, since=start.seq + 1, epoch=start.epoch)
    assert (answer["reset"], len(answer["changes"])) == (False, FURTHEST_BEHIND)


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "9" * 30])
def test_a_number_that_is_none_is_refused(page: Page, since: str) -> None:
    answer = page.get("/api/feed", {"since": since})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["since"])


def test_the_switch_answers_with_the_new_state_and_is_journalled(as_: As, event_manager: User) -> None:
    page, start = as_(event_manager), feed.head().seq
    assert page.put("/api/asnap", {"on": True}).json()["asnap"]["on"] is True
    assert page.put("/api/asnap", {"on": True}).json()["asnap"]["on"] is True
    (change,) = feed.after(start)
    assert (change.kind, change.actor, change.after["custom_var_value"]) == ("variable", "event_manager", "On")


@pytest.mark.parametrize("body", [{}, {"on": "true"}, {"on": 1}, {"on": None}])
def test_the_switch_takes_true_or_false_only(as_: As, admin: User, body: dict[str, Any]) -> None:
    answer = as_(admin).put("/api/asnap", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["on"])


def test_a_logger_may_not_switch(as_: As, logger: User) -> None:
    assert as_(logger).put("/api/asnap", {"on": True}).status_code == 403
    assert not CustomVariable.objects.filter(value="On").exists()
