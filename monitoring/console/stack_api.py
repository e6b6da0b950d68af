"""JSON endpoints of the stack and of requests by hand."""

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.http import actor_of, body_of, person_of
from logging_core.shared.paging import page, whole_number
from monitoring.completion.stack import actions, queries
from monitoring.completion.stack.states import State
from monitoring.console import inputs, shapes, working
from monitoring.console.endpoint import LOOK, READ, WRITE, ArchiveEndpoint
from monitoring.inventory.queries import matching

MOST_SHOWN = 200
LONGEST_SEARCH = 50


class Stack(ArchiveEndpoint):
    """Requests: `state`, `search` (part of a code), `offset`, `limit`. Newest first. DELETE takes `ids` off."""

    scopes = {"GET": READ, "DELETE": WRITE}

    def get(self, request: Request) -> Response:
        asked = request.query_params
        state, search = asked.get("state", ""), asked.get("search", "").strip()
        if state and state not in list(State):
            raise wrong("state", f"must be one of {', '.join(State)}")
        if len(search) > LONGEST_SEARCH or "\0" in search:
            raise wrong("search", f"is longer than {LONGEST_SEARCH} characters, or holds a NUL")
        offset = whole_number(asked, "offset", 0, least=0, most=10_000_000)
        limit = whole_number(asked, "limit", 25, least=1, most=1000)
        found = page(queries.stack(state, search), offset, limit)
        told = {"results": [shapes.request(row) for row in found.rows], "has_more": found.has_more}
        return Response(told | {"counts": queries.counts()})

    def delete(self, request: Request) -> Response:
        ids = inputs.numbers(body_of(request).get("ids"))
        return Response({"changed": actions.delete(actor=actor_of(request), by=person_of(request), pks=ids)})


class States(ArchiveEndpoint):
    """`{"ids": [...], "to": "new" | "on_hold" | "cancelled"}`"""

    scopes = {"PUT": WRITE}

    def put(self, request: Request) -> Response:
        body = body_of(request)
        ids, to = inputs.numbers(body.get("ids")), str(body.get("to", ""))
        changed = actions.set_state(actor=actor_of(request), by=person_of(request), pks=ids, to=to)
        return Response({"changed": changed})


class Execute(ArchiveEndpoint):
    """Hands what is due to the workers."""

    scopes = {"POST": WRITE}

    def post(self, request: Request) -> Response:
        return Response(working.execute(actor=actor_of(request), by=person_of(request)))


class History(ArchiveEndpoint):
    """Everything that happened to a request, also when it is gone."""

    scopes = LOOK

    def get(self, request: Request, number: int) -> Response:
        rows = list(queries.history(number)[:1000])
        if not rows:
            raise NotFound("Nothing is known of such a request.")
        return Response({"results": [shapes.history(row) for row in rows]})


class Ask(ArchiveEndpoint):
    """A request by hand: `nslc_list`, `start`, `end`, `sources`, `force`; with `dry_run` only what it would be."""

    scopes = {"POST": WRITE}

    def post(self, request: Request) -> Response:
        body = body_of(request)
        start, end = inputs.span(body)
        dry_run = inputs.flag(body, "dry_run")
        plans = working.ask(
            actor=actor_of(request),
            by=person_of(request),
            streams=matching(inputs.patterns(body.get("nslc_list"))),
            start_ns=start,
            end_ns=end,
            sources=inputs.sources(body.get("sources")),
            force=inputs.flag(body, "force"),
            dry_run=dry_run,
        )
        told = {"plans": [shapes.plan(one) for one in plans[:MOST_SHOWN]], "total": len(plans)}
        return Response(told, status=200 if dry_run or not plans else 202)
