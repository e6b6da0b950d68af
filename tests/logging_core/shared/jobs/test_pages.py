import pytest

from logging_core.shared.announce import Actor
from logging_core.shared.jobs import actions, waiting, workers
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.working import work
from tests.logging_core.shared.jobs import kinds  # noqa: F401  (registers them)


def text(page, path: str) -> str:
    answer = page.get(path)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_the_page_shows_what_is_under_way_and_what_is_over(ask, as_, event_manager) -> None:
    done, waiting_one = ask(), ask()
    work(done.id)
    html = text(as_(event_manager), "/jobs")
    under_way, finished = html.split('data-testid="finished"')
    assert waiting_one.id in under_way and done.id not in under_way and done.id in finished


def test_a_job_shows_its_progress_lines_and_result(ask, as_, admin) -> None:
    job = ask(to=4)
    work(job.id)
    for path in (f"/jobs/{job.id}", f"/jobs/{job.id}/details"):
        html = text(as_(admin), path)
        assert "counted" in html and 'data-state="done"' in html and "A test" in html


def test_hostile_text_in_a_job_stays_text(as_, admin) -> None:
    job = actions.start(actor=Actor("<b>x"), kind="test.count", title="<script>x</script>", params={"<i>": "<i>"})
    assert "<script>x" not in text(as_(admin), f"/jobs/{job.id}")
    assert "<script>x" not in text(as_(admin), "/jobs")


def test_jobs_that_somebody_may_not_have_are_not_there_for_him(ask, as_, event_manager, watcher) -> None:
    hidden = ask("test.admins")
    assert hidden.id not in text(as_(event_manager), "/jobs")
    assert as_(event_manager).get(f"/jobs/{hidden.id}").status_code == 404
    assert as_(event_manager).get(f"/api/jobs/{hidden.id}").status_code == 404
    assert as_(watcher).get("/api/jobs").json() == {"results": [], "has_more": False}


def test_a_job_is_cancelled_and_tried_again_by_forms(ask, as_, event_manager) -> None:
    job, page = ask(), as_(event_manager)
    assert page.submit(f"/jobs/{job.id}/cancel", next="/jobs")["Location"] == "/jobs"
    assert Job.objects.get().state == "cancelled"
    page.submit(f"/jobs/{job.id}/retry", next=f"/jobs/{job.id}")
    assert Job.objects.get().state == "queued"


def test_a_refusal_is_told_on_the_page_that_asked(ask, as_, event_manager) -> None:
    job, page = ask(), as_(event_manager)
    work(job.id)
    page.submit(f"/jobs/{job.id}/cancel", next="/jobs")
    assert "The job is done already." in text(page, "/jobs")


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", ""])
def test_a_form_never_leads_to_another_site(ask, as_, event_manager, wanted) -> None:
    answer = as_(event_manager).submit(f"/jobs/{ask().id}/cancel", next=wanted)
    assert answer["Location"].startswith("/jobs/")


def test_scripts_read_jobs_and_their_lines(ask, as_, admin) -> None:
    job, page = ask(), as_(admin)
    work(job.id)
    told = page.get(f"/api/jobs/{job.id}").json()
    assert (told["state"], told["result"], [line["text"] for line in told["lines"]]) == (
        "done",
        {"counted": 3},
        ["counted"],
    )
    assert page.get(f"/api/jobs/{job.id}", {"since": 1}).json()["lines"] == []
    assert page.get("/api/jobs", {"state": "queued"}).json()["results"] == []
    assert page.get("/api/jobs", {"state": "\x00"}).status_code == 400
    assert page.post(f"/api/jobs/{job.id}/retry").status_code == 409


@pytest.mark.parametrize("query", ["offset=-1", "offset=x"])
def test_a_place_in_the_list_that_is_none_is_refused(as_, admin, query) -> None:
    assert as_(admin).get(f"/jobs?{query}").status_code == 400


def test_queues_and_workers_are_told_also_when_nobody_works(ask, as_, admin, monkeypatch) -> None:
    monkeypatch.setattr(workers, "_told_at", float("-inf"))
    ask(queue="exports")
    html = text(as_(admin), "/jobs/workers")
    assert html.count('data-testid="queue"') == 4 and 'data-testid="no-worker"' in html


def test_without_a_broker_lengths_are_not_known(settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    assert waiting.lengths(("default",)) == {}
    assert waiting.length("default") == 0
