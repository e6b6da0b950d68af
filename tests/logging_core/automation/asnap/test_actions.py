from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from logging_core.automation.asnap import actions
from logging_core.automation.asnap.models import AsnapService
from logging_core.automation.asnap.status import status
from logging_core.automation.models import CustomVariable
from logging_core.automation.tasks import asnap_tick
from logging_core.events.actions import delete_event
from logging_core.events.models import Event
from logging_core.shared import audit, clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, NotAllowed
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.working import work
from logging_core.shared.models import Change
from tests.logging_core.automation.asnap.switching import ACTOR, snapshots, switch, time

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def turn(monkeypatch):
    return lambda on, at: switch(on, time(at), monkeypatch)


@pytest.fixture(autouse=True)
def every_ten_seconds(settings) -> None:
    settings.ASNAP_INTERVAL = 10


def test_while_it_is_off_nothing_is_logged() -> None:
    assert actions.tick(time("12:00:07.300")) == 0
    asnap_tick()
    assert not Event.objects.exists()


def test_it_starts_on_the_next_whole_second_and_goes_on_in_steps_of_the_interval(turn) -> None:
    turn(True, "12:00:03.400")
    for tenth in range(300):
        actions.tick(time("12:00:03.400") + tenth * SECOND / 10)
    assert snapshots() == ["12:00:04.000", "12:00:14.000", "12:00:24.000"]
    event = Event.objects.first()
    assert (event.value, event.author, event.created_by, event.options) == ("ASNAP", "asnap", None, [])


@pytest.mark.parametrize("value", ["on", "ON", "1", "", "On "])
def test_on_is_exactly_on(value: str) -> None:
    CustomVariable.objects.filter(name="asnapStatus").update(value=value)
    assert actions.tick(time("12:00:00")) == 0


def test_a_variable_set_past_the_journal_counts_as_on_in_the_present_period() -> None:
    CustomVariable.objects.filter(name="asnapStatus").update(value="On")
    for second in range(25):
        actions.tick(time("12:00:07.300") + second * SECOND)
    assert snapshots() == ["12:00:00.000", "12:00:10.000", "12:00:20.000", "12:00:30.000"]


def test_what_was_missed_is_made_up_and_nothing_for_the_time_it_was_off(turn) -> None:
    turn(True, "12:00:00")
    actions.tick(time("12:00:10"))
    turn(False, "12:00:35")
    turn(True, "12:05:02")
    assert actions.tick(time("12:05:15")) == 4
    assert snapshots() == [
        *("12:00:00.000", "12:00:10.000", "12:00:20.000", "12:00:30.000"),
        *("12:05:02.000", "12:05:12.000"),
    ]


def test_what_was_missed_before_it_was_switched_off_is_made_up(turn) -> None:
    turn(True, "12:00:00")
    turn(False, "12:00:25")
    assert actions.tick(time("12:30:00")) == 3
    assert actions.tick(time("12:30:01")) == 0


def test_no_more_than_an_hour_is_made_up(turn) -> None:
    turn(True, "12:00:00")
    actions.tick(time("12:00:00"))
    assert actions.tick(time("15:00:00")) == 360
    assert snapshots()[1] == "14:00:10.000"


def test_made_up_ones_are_not_told_to_existing_clients(turn) -> None:
    turn(True, "12:00:00")
    actions.tick(time("12:04:00"))
    told = Change.objects.filter(kind="event", quiet=False).count()
    assert (told, len(snapshots())) == (13, 25)  # those of the last 120 s


def test_another_interval_counts_from_then_on(turn, event_manager) -> None:
    turn(True, "12:00:00")
    actions.tick(time("12:00:20"))
    actions.configure(actor=ACTOR, user=event_manager, interval_s=1, timeout_min=0)
    actions.tick(time("12:00:23"))
    assert snapshots()[-4:] == ["12:00:20.000", "12:00:21.000", "12:00:22.000", "12:00:23.000"]


def test_a_clock_that_was_wrong_does_not_silence_it(turn) -> None:
    turn(True, "12:00:00")
    AsnapService.objects.create(pk=1, made_until=time("12:00:00") + timedelta(days=400))
    assert actions.tick(time("12:00:10")) == 2


def test_a_tick_that_comes_late_does_nothing(turn) -> None:
    turn(True, "12:00:00")
    actions.tick(time("12:00:20"))
    assert actions.tick(time("12:00:09")) == 0
    assert actions.tick(time("12:00:30")) == 1


def test_a_deleted_snapshot_does_not_come_back(turn, admin) -> None:
    turn(True, "12:00:00")
    actions.tick(time("12:00:00"))
    delete_event(actor=ACTOR, user=admin, id=Event.objects.get().id)
    AsnapService.objects.update(made_until=None)
    actions.tick(time("12:00:05"))
    assert Event.objects.get().state == "deleted"


def test_it_goes_off_by_itself_and_says_so(turn, event_manager, monkeypatch) -> None:
    actions.configure(actor=ACTOR, user=event_manager, interval_s=10, timeout_min=1)
    AsnapService.objects.update(set_at=time("11:00:00"))
    turn(True, "12:00:00")
    actions.tick(time("12:00:59"))
    assert status()["on"] and status()["off_at"] == clock.iso(time("12:01:00"))
    actions.tick(time("12:03:00"))
    assert snapshots()[-1] == "12:01:00.000"
    variable = CustomVariable.objects.get(name="asnapStatus")
    last = audit.history("variable", variable.id)[-1]
    assert (variable.value, last["actor"], last["reason"]) == ("Off", "sealog", "by itself after 1 min")


def test_a_time_out_that_is_set_while_it_runs_counts_from_then(turn, event_manager, monkeypatch) -> None:
    turn(True, "12:00:00")
    monkeypatch.setattr("logging_core.shared.clock.now", lambda: time("12:30:00"))
    actions.configure(actor=ACTOR, user=event_manager, interval_s=10, timeout_min=1)
    actions.tick(time("12:30:50"))
    assert status()["on"]
    actions.tick(time("12:31:00"))
    assert not status()["on"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"interval_s": 0}, "interval_s"),
        ({"interval_s": 3601}, "interval_s"),
        ({"timeout_min": -1}, "timeout_min"),
        ({"timeout_min": 10_081}, "timeout_min"),
    ],
)
def test_settings_out_of_bounds_are_refused(admin, given, field) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.configure(actor=ACTOR, user=admin, **{"interval_s": 10, "timeout_min": 0, **given})
    assert list(refusal.value.details["fields"]) == [field]


@pytest.mark.parametrize(("person", "may"), [("event_manager", True), ("logger", False), ("watcher", False)])
def test_who_may_set_it(people, person: str, may: bool) -> None:
    given = {"actor": ACTOR, "user": people(person), "interval_s": 5, "timeout_min": 90}
    if not may:
        with pytest.raises(NotAllowed):
            actions.configure(**given)
        return
    actions.configure(**given)
    assert (status()["interval_s"], status()["timeout_min"]) == (5, 90)
    entry = audit.history("asnap", "asnap")[0]
    assert (entry["actor"], entry["before"]) == ("chief", {"interval_s": 10, "timeout_min": 0})


def test_the_status_says_who_switched_it_and_when(turn) -> None:
    turn(True, "12:00:03")
    told = status()
    assert (told["on"], told["by"], told["since"]) == (True, "chief", clock.iso(time("12:00:03")))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_schedulers_at_the_same_moment_make_one_snapshot(turn) -> None:
    turn(True, "12:00:00")

    def tick(second: int) -> int:
        try:
            return actions.tick(time("12:00:00") + second // 6 * SECOND)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(tick, range(126)))
    actions.tick(time("12:00:20"))
    assert snapshots() == ["12:00:00.000", "12:00:10.000", "12:00:20.000"]
    assert sum(made) <= 3


class TestBackFill:
    def fill(self, admin, start="12:00:00", stop="12:01:00", interval=10) -> Job:
        return actions.ask_for_back_fill(
            actor=Actor("ana", admin.id), user=admin, start=time(start), stop=time(stop), interval_s=interval
        )

    def test_it_makes_every_interval_from_start_to_stop_inclusive(self, admin) -> None:
        job = self.fill(admin)
        work(job.id)
        assert snapshots() == [f"12:00:{second}0.000" for second in range(6)] + ["12:01:00.000"]
        job.refresh_from_db()
        assert job.result == {"made": 7, "present before": 0}
        assert not Change.objects.filter(kind="event", quiet=False).exists()

    def test_repeated_it_makes_none_twice(self, admin) -> None:
        first, second = self.fill(admin), self.fill(admin, stop="12:02:00")
        work(first.id)
        work(second.id)
        second.refresh_from_db()
        assert second.result == {"made": 6, "present before": 7}

    def test_it_makes_none_where_the_service_made_one(self, admin, turn) -> None:
        turn(True, "12:00:00")
        actions.tick(time("12:00:30"))
        job = self.fill(admin)
        work(job.id)
        job.refresh_from_db()
        assert (job.result, len(snapshots())) == ({"made": 3, "present before": 4}, 7)

    @pytest.mark.parametrize(
        ("given", "field"),
        [({"stop": "11:59:59"}, "stop"), ({"interval": 0}, "interval_s"), ({"interval": 3601}, "interval_s")],
    )
    def test_what_makes_no_sense_is_refused(self, admin, given, field) -> None:
        with pytest.raises(BadInput) as refusal:
            self.fill(admin, **given)
        assert list(refusal.value.details["fields"]) == [field]

    def test_more_than_a_million_at_once_is_refused(self, admin) -> None:
        with pytest.raises(BadInput, match="at most"):
            start = time("12:00:00") - timedelta(days=30)
            actions.ask_for_back_fill(actor=ACTOR, user=admin, start=start, stop=time("12:00:00"), interval_s=1)

    def test_who_may_not_switch_it_may_not_fill(self, logger) -> None:
        with pytest.raises(NotAllowed):
            self.fill(logger)
