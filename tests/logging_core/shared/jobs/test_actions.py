from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from logging_core.shared import audit
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Conflict, NotAllowed, NotFound
from logging_core.shared.jobs import actions
from logging_core.shared.jobs.models import Job, State
from logging_core.shared.jobs.working import work
from tests.logging_core.shared.jobs import kinds  # noqa: F401  (registers them)

ACTOR = Actor("chief")


def test_who_asks_and_what_for_is_kept(ask) -> None:
    job = ask(to=5, by="ana")
    stored = Job.objects.get()
    assert (stored.id, stored.state, stored.params, stored.asked_by) == (job.id, "queued", {"to": 5}, "ana")
    assert [entry["verb"] for entry in audit.history("job", job.id)] == ["start"]


def test_the_journal_says_nothing_that_could_name_a_hidden_record(ask) -> None:
    entry = audit.history("job", ask(lowering="secret").id)[0]
    assert set(entry["after"]) == {"id", "kind", "state", "done", "total", "cancel_asked"}


@pytest.mark.parametrize("wrong", [{"kind": "test.unheard"}, {"queue": "nowhere"}])
def test_a_kind_or_queue_that_nobody_knows_is_a_fault_of_the_program(ask, wrong) -> None:
    with pytest.raises(ValueError):
        ask(**wrong)
    assert not Job.objects.exists()


def test_the_same_work_is_under_way_once_and_can_be_asked_for_again_afterwards(ask) -> None:
    first = ask(once="aux:S0001")
    assert ask(once="aux:S0001").id == first.id
    assert ask(once="aux:S0002").id != first.id
    work(first.id)
    assert ask(once="aux:S0001").id != first.id


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_several_who_ask_at_one_moment_get_one_job() -> None:
    def ask(_: int) -> str:
        try:
            return actions.start(actor=ACTOR, kind="test.count", title="One", params={}, once="one").id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(ask, range(12))) == {Job.objects.get().id}


def test_a_message_is_sent_when_the_work_that_asked_is_stored(
    ask, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr("logging_core.shared.jobs.sending.send", lambda *job: sent.append(job))
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(queue="exports")
        assert not sent
    assert sent == [(job.id, "exports")]


def test_a_queued_job_is_cancelled_at_once_and_never_runs(ask, admin) -> None:
    job = ask()
    actions.cancel(actor=ACTOR, user=admin, id=job.id)
    assert not work(job.id)
    assert Job.objects.get().state == State.CANCELLED
    with pytest.raises(Conflict):
        actions.cancel(actor=ACTOR, user=admin, id=job.id)


def test_a_failed_job_is_tried_again(ask, admin) -> None:
    job = ask("test.refuse")
    with pytest.raises(Conflict):
        actions.retry(actor=ACTOR, user=admin, id=job.id)
    work(job.id)
    again = actions.retry(actor=ACTOR, user=admin, id=job.id)
    assert (again.state, again.problem, again.attempts, again.finished_at) == ("queued", "", 0, None)
    assert [entry["verb"] for entry in audit.history("job", job.id)] == ["start", "run", "failed", "retry"]


def test_a_failed_job_is_not_tried_again_while_the_same_work_is_under_way(ask, admin) -> None:
    job = ask("test.refuse", once="x")
    work(job.id)
    ask("test.refuse", once="x")
    with pytest.raises(Conflict):
        actions.retry(actor=ACTOR, user=admin, id=job.id)


@pytest.mark.parametrize(
    ("kind", "person", "may"),
    [
        ("test.count", "event_manager", True),
        ("test.count", "logger", False),
        ("test.admins", "event_manager", False),
    ],
)
def test_jobs_are_handled_by_those_who_may_have_them(ask, people, kind, person, may) -> None:
    job, user = ask(kind), people(person)
    if may:
        assert actions.cancel(actor=ACTOR, user=user, id=job.id).state == "cancelled"
    else:
        with pytest.raises(NotAllowed):
            actions.cancel(actor=ACTOR, user=user, id=job.id)


def test_who_asked_for_a_job_may_cancel_it(watcher, db) -> None:
    asked = Actor(watcher.username, watcher.id)
    job = actions.start(actor=asked, kind="test.admins", title="Mine", params={})
    assert actions.cancel(actor=asked, user=watcher, id=job.id).state == "cancelled"


def test_a_job_that_is_not_there_is_said_to_be_so(admin) -> None:
    with pytest.raises(NotFound):
        actions.cancel(actor=ACTOR, user=admin, id="0" * 24)
