"""The page of the jobs and that of one; both stay up to date by fragments of themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from logging_core.shared import pages
from logging_core.shared.jobs import actions, runners, workers
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.shapes import shown

AT_A_TIME = 25
MOST_LINES_SHOWN = 500


@pages.page_for()
def jobs(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/jobs.html", pages.context(request, "automation", "jobs", **_lists(request)))


@pages.page_for()
def job_list(request: HttpRequest) -> HttpResponse:
    """The lists alone, for a page that is open."""
    return render(request, "jobs/list.html", _lists(request))


@pages.page_for()
def job(request: HttpRequest, id: str) -> HttpResponse:
    return render(request, "jobs/job.html", pages.context(request, "automation", "jobs", **_one(request, id)))


@pages.page_for()
def job_details(request: HttpRequest, id: str) -> HttpResponse:
    return render(request, "jobs/details.html", _one(request, id))


@pages.page_for()
def working(request: HttpRequest) -> HttpResponse:
    """Workers and queues, which take a moment to ask."""
    told = {"workers": workers.present(), "queues": workers.queues(), "is_admin": _is_admin(request)}
    return render(request, "jobs/workers.html", told)


@pages.form_for()
def cancel(request: HttpRequest, id: str) -> str:
    actions.cancel(actor=pages.actor(request), user=request.user, id=id)
    return pages.back(request)


@pages.form_for()
def retry(request: HttpRequest, id: str) -> str:
    actions.retry(actor=pages.actor(request), user=request.user, id=id)
    return pages.back(request)


def _lists(request: HttpRequest) -> dict[str, Any]:
    seen = Job.objects.seen_by(request.user, runners.seen_by(request.user))
    leaf = pages.leaf(request, seen.finished().order_by("-finished_at", "-id"), AT_A_TIME)
    return {
        "under_way": [shown(job) for job in seen.under_way().order_by("asked_at", "id")[:100]],
        "finished": [shown(job) for job in leaf["rows"]],
        **leaf,
    }


def _one(request: HttpRequest, id: str) -> dict[str, Any]:
    found = Job.objects.filter(id=id).first()
    if found is None or not actions.may_handle(request.user, found):
        raise Http404("There is no such job.")
    lines = list(found.lines.order_by("-number")[: MOST_LINES_SHOWN + 1])
    return {
        "one": shown(found),
        "lines": lines[:MOST_LINES_SHOWN][::-1],
        "lines_left_out": len(lines) > MOST_LINES_SHOWN,
        "is_admin": _is_admin(request),
    }


def _is_admin(request: HttpRequest) -> bool:
    return pages.permissions.is_admin(request.user)  # type: ignore[arg-type]
