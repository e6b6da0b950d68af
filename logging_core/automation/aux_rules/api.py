"""What of its expected aux data an event lacks, for its details; and the button that fills it."""

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.automation.aux_rules import jobs
from logging_core.automation.aux_rules.missing import missing
from logging_core.events.models import Event
from logging_core.shared import permissions
from logging_core.shared.errors import NotFound
from logging_core.shared.http import PageEndpoint, actor_of, person_of
from logging_core.shared.permissions import READ_EVENTS, WRITE_EVENTS


class Missing(PageEndpoint):
    """GET: `{results: [{rule, data_source, state, cause, can_be_filled}], may_fill}`. POST asks for them again."""

    scopes = {"GET": READ_EVENTS, "POST": WRITE_EVENTS}

    def get(self, request: Request, id: str) -> Response:
        event = _events(id).first()
        if event is None:
            raise NotFound("There is no such event.")
        found = missing(event)
        may = permissions.may_correct(person_of(request)) and any(one["can_be_filled"] for one in found)
        return Response({"results": found, "may_fill": may})

    def post(self, request: Request, id: str) -> Response:
        job = jobs.ask(
            actor=actor_of(request), user=person_of(request), scope="events", of=[id], only_missing=True
        )
        return Response({"job": job.id}, status=202)


def _events(id: str) -> QuerySet[Event]:
    return Event.objects.alive().filter(id=id)
