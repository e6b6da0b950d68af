"""From an event to its records, as follower and workers do it."""

from datetime import timedelta
from typing import Any

import pytest

from logging_core.automation.aux_rules import actions, planning, working
from logging_core.automation.aux_rules.missing import missing
from logging_core.automation.aux_rules.models import AuxOrigin, AuxTask
from logging_core.automation.aux_rules.tasks import aux_data_due
from logging_core.automation.following import steps
from logging_core.events.actions import change_event, delete_event, restore_event
from logging_core.events.aux_data import put_aux_data
from logging_core.events.models import AuxData
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.voyages.models import Lowering
from tests.logging_core.automation.aux_rules.making import ACTOR, follow, log, make_rule, record
from tests.logging_core.streams.conftest import ingest  # noqa: F401
from tests.logging_core.streams.samples import record as sample
from tests.support.cameras import picture, web_camera
from tests.support.influxdb import InfluxDB

NAV = {
    "max_age_s": 10,
    "values": [
        {"field": "Lat", "name": "latitude", "uom": "ddeg", "round": 4},
        {"field": "Depth", "name": "depth", "modify": "[{operation: [{multiply: -1}]}]"},
        {"field": "Heading", "name": "heading"},
    ],
}


@pytest.fixture
def say(ingest):  # noqa: F811
    """A sensor speaks: `say(seconds from now, field=value)`."""

    def speak(seconds: float, **fields: Any) -> None:
        ingest.store([sample(clock.now().timestamp() + seconds, metadata=None, **fields)])

    return speak


@pytest.fixture
def camera():
    with web_camera() as server:
        yield server


@pytest.fixture(autouse=True)
def pictures(settings, tmp_path):
    settings.IMAGES_DIR = tmp_path


def later(event, **by: float) -> None:
    """As if so much time had gone by since the event was asked for."""
    for task in AuxTask.objects.filter(event=event):
        back = timedelta(**by)
        AuxTask.objects.filter(pk=task.pk).update(asked_at=task.asked_at - back, next_try=task.next_try - back)


def test_an_event_gets_what_the_streams_said(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=38.56312345, Depth=1650.5, Heading=80.0)
    event = log(logger)
    follow()
    assert record(event, "nav") == {"latitude": "38.5631", "depth": "-1650.5", "heading": "80.0"}
    task = AuxTask.objects.get()
    assert (task.state, task.tries, task.cause) == ("done", 1, "")
    assert task.attached_at >= event.received_at
    assert missing(event) == []


def test_doing_it_twice_changes_nothing(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=38.5)
    event = log(logger)
    follow()
    first = AuxData.objects.get()
    row = steps.Follower.objects.get(name="aux_data")
    row.seq = 0
    row.save()
    AuxTask.objects.update(state="waiting")
    follow()
    again = AuxData.objects.get()
    assert (again.id, again.version, again.data_array) == (first.id, first.version, first.data_array)
    assert record(event, "nav") == {"latitude": "38.5"}


def test_values_that_come_late_are_filled_in(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    event = log(logger)
    follow()
    assert record(event, "nav") is None
    [owed] = missing(event)
    assert (owed["state"], owed["data_source"]) == ("awaited", "nav")
    assert "no value of Depth, Heading, Lat within 10 s of the event" in owed["cause"]
    say(0, Lat=38.5)
    working.work("near")
    assert record(event, "nav") is None, "not before its next try"
    later(event, seconds=2)
    working.work("near")
    assert record(event, "nav") == {"latitude": "38.5"}


def test_what_does_not_come_in_time_is_marked_missing(follower, logger, admin) -> None:
    make_rule(admin, "streams", "nav", NAV, wait_s=30)
    event = log(logger)
    follow()
    later(event, seconds=31)
    working.work("near")
    assert AuxTask.objects.get().state == "missing"
    assert [(one["state"], one["can_be_filled"]) for one in missing(event)] == [("missing", True)]


def test_an_interpolated_value_settles_when_the_next_one_is_there(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV | {"method": "interpolated"})
    say(-2, Lat=10.0)
    event = log(logger)
    follow()
    assert record(event, "nav") == {"latitude": "10.0"}, "something at once"
    assert AuxTask.objects.get().state == "waiting"
    say((event.ts - clock.now()).total_seconds() + 2, Lat=20.0)
    later(event, seconds=3)
    working.work("near")
    assert 14.8 < float(record(event, "nav")["latitude"]) < 15.2
    assert AuxTask.objects.get().state == "done"


def test_another_time_gives_other_values_and_the_old_ones_stay_set_aside(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    say(-100, Lat=1.0)
    say(-1, Lat=2.0)
    event = log(logger)
    follow()
    changed = {"ts": event.ts - timedelta(seconds=99)}
    change_event(actor=ACTOR, user=admin, id=event.id, changed=changed)
    follow()
    assert record(event, "nav") == {"latitude": "1.0"}
    assert AuxData.objects.filter(retired_at__isnull=False).count() == 1


def test_a_moved_event_gets_no_picture_of_now(follower, logger, admin, camera) -> None:
    cameras = [{"name": "A", "address": camera.show("/a.jpg", picture())}]
    make_rule(admin, "frames", "framegrabber", {"cameras": cameras})
    event = log(logger)
    follow()
    assert record(event, "framegrabber")
    change_event(actor=ACTOR, user=admin, id=event.id, changed={"ts": event.ts - timedelta(hours=1)})
    follow()
    assert record(event, "framegrabber") is None
    assert len(camera.asked) == 1


def test_a_deleted_event_gets_nothing_and_a_restored_one_does(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=2.0)
    event = log(logger)
    planning.ask([event], clock.now())
    delete_event(actor=ACTOR, user=admin, id=event.id)
    working.work("near")
    assert AuxTask.objects.get().state == "left"
    restore_event(actor=ACTOR, user=admin, id=event.id)
    follow()
    assert record(event, "nav") == {"latitude": "2.0"}


def test_rules_say_which_events_they_are_for(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV, except_values=["ASNAP"])
    make_rule(admin, "streams", "dive", NAV, during_lowering=True)
    make_rule(admin, "streams", "off", NAV, on=False)
    say(-1, Lat=2.0)
    snap, sample_ = log(logger, value="ASNAP"), log(logger)
    follow()
    assert not AuxData.objects.filter(event=snap).exists()
    assert list(AuxData.objects.values_list("data_source", flat=True)) == ["nav"]
    Lowering.objects.create(name="S1", start_ts=sample_.ts - timedelta(hours=1))
    diving = log(logger)
    follow()
    assert set(AuxData.objects.filter(event=diving).values_list("data_source", flat=True)) == {"nav", "dive"}


def test_old_events_are_left_to_those_who_ask_for_them(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV, longest_age_s=100)
    event = log(logger, ts=clock.now() - timedelta(seconds=101))
    follow()
    assert not AuxTask.objects.exists()
    assert missing(event) == []


def test_pictures_and_database_come_with_the_streams(
    follower, logger, admin, say, camera, influx: InfluxDB
) -> None:
    cameras = [{"name": n, "prefix": n, "address": camera.show(f"/{n}.jpg", picture())} for n in "AB"]
    make_rule(admin, "frames", "framegrabber", {"cameras": cameras})
    make_rule(admin, "streams", "nav", NAV)
    config = {"measurements": ["ctd"], "values": [{"field": "t", "name": "temperature", "uom": "degC"}]}
    make_rule(admin, "influxdb", "ctd", config)
    say(-1, Lat=2.0)
    influx.write("ctd", clock.now() - timedelta(seconds=1), t=3.25)
    event = log(logger)
    follow()
    assert record(event, "nav") and record(event, "ctd") == {"temperature": "3.25"}
    array = AuxData.objects.get(data_source="framegrabber").data_array
    assert [one["data_value"] for one in array[::2]] == ["A", "B"]
    assert {origin.name for origin in AuxOrigin.objects.filter(answered_at__isnull=False)} == {"", "A", "B"}


def test_a_source_that_fails_is_tried_again_and_rests(follower, logger, admin, influx: InfluxDB) -> None:
    config = {"measurements": ["ctd"], "values": [{"field": "t", "name": "temperature"}]}
    make_rule(admin, "influxdb", "ctd", config)
    influx.refuse = (400, "broken")
    events = [log(logger) for _ in range(3)]
    follow()
    origin = AuxOrigin.objects.get()
    assert origin.failures == 3 and "broken" in origin.trouble and origin.rests_until > clock.now()
    asked = len(influx.queries)
    latest = log(logger)
    follow()
    assert len(influx.queries) == asked, "it rests"
    influx.refuse = None
    influx.write("ctd", latest.ts - timedelta(seconds=5), t=3.25)
    AuxOrigin.objects.update(rests_until=clock.now())
    AuxTask.objects.update(next_try=clock.now())
    working.work("far")
    assert all(record(event, "ctd") == {"temperature": "3.25"} for event in [*events, latest])
    assert AuxOrigin.objects.get().failures == 0


def test_a_camera_is_not_tried_longer_than_it_shows_the_moment(follower, logger, admin, camera) -> None:
    make_rule(admin, "frames", "framegrabber", {"cameras": [{"name": "A", "address": f"{camera.url}/no.jpg"}]})
    event = log(logger)
    follow()
    assert AuxTask.objects.get().state == "waiting"
    later(event, seconds=11)
    working.work("far")
    task = AuxTask.objects.get()
    assert task.state == "failed" and "answered 404" in task.cause


def test_what_others_post_is_expected_too(follower, logger, admin) -> None:
    make_rule(admin, "posted", "usbl", {})
    first, second = log(logger), log(logger)
    follow()
    data = [{"data_name": "x", "data_value": "1"}]
    put_aux_data(actor=Actor("script", via="api"), event_id=first.id, data_source="usbl", data_array=data)
    follow()
    later(second, seconds=61)
    aux_data_due()
    assert dict(AuxTask.objects.values_list("event__id", "state")) == {first.id: "done", second.id: "missing"}
    assert missing(first) == [] and missing(second)[0]["cause"] == "no record was posted"


def test_a_worker_that_died_leaves_its_work_to_others(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=2.0)
    event = log(logger)
    planning.ask([event], clock.now())
    assert len(AuxTask.objects.claimed(["streams"], clock.now(), 10)) == 1
    working.work("near")
    assert record(event, "nav") is None, "somebody has it"
    AuxTask.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    working.work("near")
    assert record(event, "nav") == {"latitude": "2.0"}


def test_a_defect_costs_only_its_own_record(follower, logger, admin, say) -> None:
    broken = make_rule(admin, "streams", "broken", NAV)
    type(broken).objects.filter(pk=broken.pk).update(config={"values": "nonsense"})
    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=2.0)
    event = log(logger)
    follow()
    assert record(event, "nav") == {"latitude": "2.0"}
    assert "Error" in AuxTask.objects.get(rule__name="broken").cause


def test_what_may_not_be_stored_is_told_at_its_task(follower, logger, admin, say, monkeypatch) -> None:
    from logging_core.shared import announce
    from logging_core.shared.errors import NotAllowed

    def read_only(actor: Actor, kind: str) -> None:
        if kind == "aux_data":
            raise NotAllowed("This copy is read-only.")

    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=2.0)
    log(logger)
    monkeypatch.setattr(announce, "guards", [read_only])
    follow()
    task = AuxTask.objects.get()
    assert (task.state, task.cause) == ("failed", "This copy is read-only.")


def test_a_rule_switched_off_asks_no_more(follower, logger, admin) -> None:
    rule = make_rule(admin, "streams", "nav", NAV)
    event = log(logger)
    follow()
    actions.switch_rule(actor=ACTOR, user=admin, id=rule.id, on=False)
    assert AuxTask.objects.get().state == "left"
    assert missing(event) == []


def test_a_picture_that_stays_the_same_is_noticed(follower, logger, admin, camera) -> None:
    from logging_core.automation.aux_rules.health import of_rules

    make_rule(
        admin, "frames", "frames", {"cameras": [{"name": "A", "address": camera.show("/a.jpg", picture(1))}]}
    )
    log(logger)
    follow()
    AuxOrigin.objects.update(
        shows_since=clock.now() - timedelta(minutes=5), answered_at=clock.now() - timedelta(9)
    )
    log(logger)
    follow()
    assert of_rules()[0]["origins"][0]["same_since"] is not None
    camera.show("/a.jpg", picture(200))
    log(logger)
    follow()
    assert of_rules()[0]["origins"][0]["same_since"] is None


def test_events_of_one_unit_of_work_are_all_asked_for(follower, logger, admin, say) -> None:
    make_rule(admin, "streams", "nav", NAV)
    say(-1, Lat=2.0)
    with recorded(ACTOR):
        events = [log(logger) for _ in range(150)]
    follow()
    assert all(record(event, "nav") for event in events)
