from datetime import timedelta

import pytest
from django.db.models.functions import Now

from logging_core.shared import audit
from logging_core.shared.announce import Actor
from logging_core.shared.jobs import actions, claims, reviving, run
from logging_core.shared.jobs.models import Job, JobLine, State
from logging_core.shared.jobs.run import Cancelled, Lost, Run
from logging_core.shared.jobs.working import pause, work
from tests.logging_core.shared.jobs import kinds

ACTOR = Actor("chief")


def lease_runs_out(job: Job) -> None:
    Job.objects.filter(id=job.id).update(lease_until=Now() - timedelta(seconds=1))


def test_a_job_runs_once_and_tells_its_end(ask) -> None:
    job = ask(to=3)
    assert [work(job.id), work(job.id)] == [True, False]
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total, job.note) == ("done", {"counted": 3}, 3, 3, "counted")
    assert (job.claim, job.lease_until, job.attempts) == ("", None, 1)
    assert kinds.ran == [{"to": 3}]
    assert [line.text for line in JobLine.objects.all()] == ["counted"]
    assert [entry["verb"] for entry in audit.history("job", job.id)] == ["start", "run", "done"]


def test_a_job_that_another_worker_has_is_left_alone(ask) -> None:
    job = ask()
    assert claims.take(job.id)
    assert not work(job.id)
    assert kinds.ran == []


def test_a_job_whose_worker_is_silent_is_taken_over(ask) -> None:
    job = ask()
    first = claims.take(job.id)
    lease_runs_out(job)
    assert work(job.id)
    assert not claims.finish(first, State.FAILED)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_the_worker_that_lost_a_job_is_stopped_where_it_next_speaks(ask) -> None:
    job = ask()
    first = Run(claims.take(job.id))
    lease_runs_out(job)
    claims.take(job.id)
    with pytest.raises(Lost):
        first.say("still here")


def test_a_refusal_is_final_and_in_words(ask) -> None:
    job = ask("test.refuse")
    work(job.id)
    job.refresh_from_db()
    assert (job.state, job.problem, job.attempts) == ("failed", '"lowering" is not known', 1)


def test_another_failure_is_tried_again_after_a_pause_and_then_given_up(ask) -> None:
    job = ask("test.fail")
    work(job.id)
    job.refresh_from_db()
    assert job.state == "queued"
    assert not Job.objects.due().exists()
    work(job.id)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", "RuntimeError: the camera is away")
    assert kinds.ran == [{"attempt": 1}, {"attempt": 2}]


def test_pauses_grow_up_to_ten_minutes() -> None:
    assert 8 <= pause(1).total_seconds() <= 12
    assert 16 <= pause(2).total_seconds() <= 24
    assert 480 <= pause(30).total_seconds() <= 720


def test_a_running_job_is_cancelled_where_it_next_speaks(ask, admin) -> None:
    job = ask()
    its = Run(claims.take(job.id))
    its.say("one")
    actions.cancel(actor=ACTOR, user=admin, id=job.id)
    with pytest.raises(Cancelled):
        its.say("two")


def test_a_job_of_a_kind_that_is_no_more_fails_with_words(ask) -> None:
    job = ask()
    Job.objects.update(kind="test.gone")
    work(job.id)
    assert Job.objects.get().state == "failed"
    assert "test.gone" in Job.objects.get().problem
    assert job.id


def test_progress_is_told_at_most_once_a_second(ask, monkeypatch) -> None:
    job = ask()
    its = Run(claims.take(job.id))
    now = 100.0
    monkeypatch.setattr(run.time, "monotonic", lambda: now)
    its._told_at = its._written_at = now
    for step in range(1, 41):
        now = 100 + step / 10
        its.progress(step, 40)
    told = [entry["after"]["done"] for entry in audit.history("job", job.id) if entry["verb"] == "progress"]
    assert len(told) == 3
    assert Job.objects.get().done >= 38


def test_one_worker_stays_free_of_jobs_but_the_archive_has_its_own(ask, settings) -> None:
    settings.JOBS_AT_ONCE = 1
    first, second, archive = ask(), ask(queue="exports"), ask(queue="archive")
    assert claims.take(first.id)
    assert claims.take(second.id) is None
    assert claims.take(archive.id)
    lease_runs_out(first)
    assert claims.take(second.id)


def test_a_job_whose_worker_died_waits_again(ask, monkeypatch) -> None:
    sent = []
    monkeypatch.setattr(reviving, "send", lambda *job: sent.append(job))
    job = ask()
    claims.take(job.id)
    assert reviving.revive() == 0
    lease_runs_out(job)
    assert reviving.revive() == 1
    assert sent == [(job.id, "default")]
    assert Job.objects.get().state == "queued"


def test_a_cancelled_job_whose_worker_died_is_cancelled(ask, admin) -> None:
    job = ask()
    claims.take(job.id)
    actions.cancel(actor=ACTOR, user=admin, id=job.id)
    lease_runs_out(job)
    reviving.revive()
    assert Job.objects.get().state == "cancelled"


def test_a_job_that_ends_its_worker_each_time_is_given_up(ask) -> None:
    job = ask()
    Job.objects.update(attempts=reviving.MOST_DEATHS - 1)
    claims.take(job.id)
    lease_runs_out(job)
    reviving.revive()
    assert Job.objects.get().state == "failed"
    assert "10 times" in Job.objects.get().problem


def test_a_lost_message_is_sent_again_but_a_long_queue_does_not_grow(ask, monkeypatch) -> None:
    sent = []
    monkeypatch.setattr(reviving, "send", lambda id, queue: sent.append(id))
    jobs = [ask() for _ in range(3)]
    Job.objects.update(due_at=Now() - timedelta(seconds=1))
    monkeypatch.setattr(reviving.waiting, "length", lambda queue: 3)
    reviving.revive()
    assert sent == []
    monkeypatch.setattr(reviving.waiting, "length", lambda queue: 2)
    reviving.revive()
    assert sent == [jobs[0].id]


def test_old_jobs_go_with_their_lines(ask, settings) -> None:
    old, young, waiting = ask(), ask(), ask()
    work(old.id)
    work(young.id)
    Job.objects.filter(id=old.id).update(finished_at=Now() - timedelta(days=settings.JOB_DAYS, seconds=1))
    assert reviving.prune() == 1
    assert set(Job.objects.values_list("id", flat=True)) == {young.id, waiting.id}
    assert JobLine.objects.count() == 1
