"""Jobs as JSON and for the pages."""

from typing import Any

from logging_core.shared import clock
from logging_core.shared.jobs.models import Job, JobLine, State

TONES: dict[str, str] = {
    State.RUNNING: "badge-wait",
    State.DONE: "badge-ok",
    State.FAILED: "badge-bad",
    State.CANCELLED: "badge-warn",
}


def job_as_json(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "title": job.title,
        "queue": job.queue,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "note": job.note,
        "result": job.result,
        "problem": job.problem,
        "attempts": job.attempts,
        "cancel_asked": job.cancel_asked,
        "asked_by": job.asked_by,
        "asked_at": clock.iso(job.asked_at),
        "started_at": clock.iso_or_none(job.started_at),
        "finished_at": clock.iso_or_none(job.finished_at),
    }


def line_as_json(line: JobLine) -> dict[str, Any]:
    return {"number": line.number, "at": clock.iso(line.at), "text": line.text}


def shown(job: Job) -> dict[str, Any]:
    """A job with what the page says of it in words."""
    return {
        "job": job,
        "tone": TONES.get(job.state, ""),
        "word": "cancelling" if job.cancel_asked and job.state == State.RUNNING else job.state,
        "percent": min(100, job.done * 100 // job.total) if job.total else None,
        "may_cancel": job.under_way and not job.cancel_asked,
        "may_retry": job.state in (State.FAILED, State.CANCELLED),
        "pausing": job.state == State.QUEUED and job.attempts > 0,
        "seconds": _seconds(job),
    }


def _seconds(job: Job) -> float | None:
    if job.started_at is None:
        return None
    return ((job.finished_at or clock.now()) - job.started_at).total_seconds()
