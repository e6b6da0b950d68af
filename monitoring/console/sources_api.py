"""JSON endpoints of the sources: see them with their health, make, change, test, delete one."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.http import actor_of, body_of, person_of
from monitoring.completion import actions as completion
from monitoring.completion.models import Configuration
from monitoring.completion.sources import actions, kinds
from monitoring.completion.sources.models import Source
from monitoring.console import inputs, shapes
from monitoring.console.endpoint import READ, WRITE, ArchiveEndpoint
from monitoring.inventory.models import NSLC
from monitoring.inventory.queries import matching

LIMITS = ("limit_rate", "connections", "cpu_limit", "log_level")
FIELDS = ("name", "priority", "kind", "parameters", "availability", *LIMITS)
EVERYTHING = ["*.*.*.*"]


class Sources(ArchiveEndpoint):
    """All of them by priority, and the kinds there are. POST makes one and has it asked."""

    scopes = {"GET": READ, "POST": WRITE}

    def get(self, request: Request) -> Response:
        rows = [shapes.source(row, person_of(request)) for row in Source.objects.all()]
        return Response({"results": rows, "kinds": [shapes.kind(name) for name in kinds.names()]})

    def post(self, request: Request) -> Response:
        return Response(stored(request, None), status=201)


class OneSource(ArchiveEndpoint):
    scopes = {"PUT": WRITE, "DELETE": WRITE}

    def put(self, request: Request, number: int) -> Response:
        return Response(stored(request, _source(number)))

    def delete(self, request: Request, number: int) -> Response:
        actions.delete(actor=actor_of(request), by=person_of(request), source=_source(number))
        return Response({"deleted": number})


class Test(ArchiveEndpoint):
    """Asks the source now whether it answers; up to 20 seconds."""

    scopes = {"POST": WRITE}

    def post(self, request: Request, number: int) -> Response:
        source = _source(number)
        answers = actions.test(by=person_of(request), source=source)
        return Response({"answers": answers, "source": shapes.source(source, person_of(request))})


def stored(request: Request, source: Source | None) -> dict[str, Any]:
    """Stored, and among those the archive is completed from."""
    body = body_of(request)
    if unknown := set(body) - {*FIELDS, "nslc"}:
        raise wrong(min(unknown), "is not known")
    told = {name: body[name] for name in FIELDS if name in body}
    made = actions.store(
        actor=actor_of(request), by=person_of(request), source=source, told=told, streams=_streams(body, source)
    )
    others = Configuration.the().sources.all()
    completion.configure(actor=actor_of(request), by=person_of(request), told={}, sources=[*others, made])
    return shapes.source(made, person_of(request))


def _streams(body: dict[str, Any], source: Source | None) -> list[NSLC] | None:
    if "nslc" in body:
        return matching(inputs.patterns(body["nslc"], "nslc"))
    return None if source else matching(EVERYTHING)


def _source(number: int) -> Source:
    found = Source.objects.filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such source.")
    return found
