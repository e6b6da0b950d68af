"""What a broker and workers do to tasks at worst, done to real ones: F10, F11 and F12 of the fault table."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db.models.functions import Now

from logging_core.automation.actions import ASNAP, set_variable
from logging_core.automation.asnap.actions import ask_for_back_fill
from logging_core.automation.asnap.models import AsnapService
from logging_core.automation.models import ASNAP_STATUS
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.jobs import actions
from logging_core.shared.jobs.models import Job
from logging_core.shared.models import Change
from tests.logging_core.automation.workers import kinds  # noqa: F401  (registers them)
from tests.logging_core.automation.workers.running import Plant
from tests.people import PEOPLE, make_person
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ACTOR = Actor("ana")
START = clock.parse("2026-03-14T12:00:00Z")


def back_fill(seconds: int) -> Job:
    """Snapshots each second for so long: a job whose end state is easily told."""
    admin = make_person("ana", **PEOPLE["admin"])
    stop = START + timedelta(seconds=seconds - 1)
    return ask_for_back_fill(actor=ACTOR, user=admin, start=START, stop=stop, interval_s=1)


def is_done(job: Job) -> bool:
    job.refresh_from_db()
    return job.state == "done"


def moments() -> list[float]:
    return [ts.timestamp() for ts in Event.objects.filter(value=ASNAP).order_by("ts").values_list("ts", flat=True)]


def check_filled(seconds: int) -> None:
    """What one clean run leaves: each event once, and each with one line in the journal."""
    assert moments() == [START.timestamp() + second for second in range(seconds)]
    assert Change.objects.filter(kind="event").count() == seconds


def test_f10_a_job_that_is_delivered_several_times_is_done_once(plant: Plant) -> None:
    job = back_fill(600)
    plant.send("jobs.run", job.id, times=3)
    plant.send("jobs.revive", times=2)
    plant.worker("one")
    plant.worker("two")
    until(lambda: is_done(job), 90, lambda: plant.log)
    assert (job.attempts, job.result) == (1, {"made": 600, "present before": 0})
    check_filled(600)


def test_f10_a_job_whose_worker_is_killed_ends_as_if_it_had_not_been(plant: Plant) -> None:
    job = back_fill(4000)
    first = plant.worker("one")
    until(lambda: Event.objects.count() > 200, 90, lambda: plant.log)
    plant.kill(first)
    assert not is_done(job)
    Job.objects.update(lease_until=Now())  # half a minute later
    plant.send("jobs.revive", times=2)
    plant.worker("two")
    until(lambda: is_done(job), 120, lambda: plant.log)
    assert job.attempts == 2
    check_filled(4000)


def test_f11_a_job_longer_than_the_broker_waits_runs_once(plant: Plant) -> None:
    job = actions.start(actor=ACTOR, kind="test.longer", title="Long", params={})
    plant.worker("one")
    until(lambda: plant.number(f"bodies:{job.id}"), 60, lambda: plant.log)
    plant.worker("two")
    until(lambda: is_done(job), 120, lambda: plant.log)
    assert job.result["deliveries"] >= 2
    assert (plant.number(f"bodies:{job.id}"), job.attempts) == (1, 1)


def test_f12_two_beats_make_one_snapshot_a_period_whatever_is_restarted(plant: Plant) -> None:
    def grow(by: int) -> None:
        wanted = len(moments()) + by

        def grown() -> bool:
            plant.tend()
            return len(moments()) >= wanted

        until(grown, 90, lambda: plant.log)

    AsnapService.objects.create(pk=1, interval_s=1)
    set_variable(actor=ACTOR, name=ASNAP_STATUS, value="On")
    beats = [plant.beat("one"), plant.beat("two")]
    worker = plant.worker("one")
    grow(4)
    plant.kill(worker)
    worker = plant.worker("two")
    grow(4)
    plant.kill(plant.valkey)
    plant.valkey = plant.start_broker()
    grow(4)
    plant.kill(beats[0])
    grow(3)
    set_variable(actor=ACTOR, name=ASNAP_STATUS, value="Off")
    off = Change.objects.filter(kind="variable").latest("seq").at
    until(lambda: off.timestamp() - moments()[-1] <= 1, 60, lambda: plant.log)
    found = moments()
    assert {later - earlier for earlier, later in pairwise(found)} == {1.0}
    assert Change.objects.filter(kind="event").count() == len(found)
    assert found[-1] <= off.timestamp()
