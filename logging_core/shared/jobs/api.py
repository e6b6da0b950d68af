"""Jobs as JSON, for scripts and for pages of other rooms that show one."""

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared.errors import NotFound
from logging_core.shared.http import PageEndpoint, actor_of, person_of
from logging_core.shared.jobs import actions, runners
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.shapes import job_as_json, line_as_json
from logging_core.shared.paging import page, whole_number
from logging_core.shared.permissions import READ_EVENTS
from logging_core.shared.text import checked_text

LINES_AT_A_TIME = 500


class Jobs(PageEndpoint):
    """Newest first; `?state=`, `?kind=`, `?offset=`, `?limit=`."""

    scopes = {"GET": READ_EVENTS}

    def get(self, request: Request) -> Response:
        person, params = person_of(request), request.query_params
        found = Job.objects.seen_by(person, runners.seen_by(person))
        wanted = {name: params[name] for name in ("state", "kind") if params.get(name)}
        found = found.filter(**{name: checked_text(value, name, longest=50) for name, value in wanted.items()})
        offset = whole_number(params, "offset", 0, least=0, most=10**6)
        rows = page(found.order_by("-asked_at", "-id"), offset, whole_number(params, "limit", 25, 1, 200))
        return Response({"results": [job_as_json(job) for job in rows.rows], "has_more": rows.has_more})


class OneJob(PageEndpoint):
    """A job with its lines after number `?since=`."""

    scopes = {"GET": READ_EVENTS}

    def get(self, request: Request, id: str) -> Response:
        job = Job.objects.filter(id=id).first()
        if job is None or not actions.may_handle(person_of(request), job):
            raise NotFound("There is no such job.")
        since = whole_number(request.query_params, "since", 0, least=0, most=10**6)
        lines = job.lines.filter(number__gt=since)[:LINES_AT_A_TIME]
        return Response(job_as_json(job) | {"lines": [line_as_json(line) for line in lines]})


class Cancel(PageEndpoint):
    scopes = {"POST": READ_EVENTS}

    def post(self, request: Request, id: str) -> Response:
        return Response(job_as_json(actions.cancel(actor=actor_of(request), user=person_of(request), id=id)))


class Retry(PageEndpoint):
    scopes = {"POST": READ_EVENTS}

    def post(self, request: Request, id: str) -> Response:
        return Response(job_as_json(actions.retry(actor=actor_of(request), user=person_of(request), id=id)))
