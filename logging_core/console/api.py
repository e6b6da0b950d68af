"""JSON endpoints that belong to no single room: header strip, change feed, ASNAP switch."""

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.automation.actions import switch_asnap
from logging_core.console.status import status
from logging_core.shared import feed
from logging_core.shared.errors import wrong
from logging_core.shared.http import PageEndpoint, actor_of, body_of, person_of
from logging_core.shared.paging import whole_number
from logging_core.shared.permissions import READ_EVENTS, WRITE_EVENTS


class Status(PageEndpoint):
    """What the header strip shows."""

    scopes = {"GET": READ_EVENTS}

    def get(self, request: Request) -> Response:
        return Response(status(person_of(request)))


class Feed(PageEndpoint):
    """Everything after N: how a page catches up when no socket can be opened."""

    scopes = {"GET": READ_EVENTS}

    def get(self, request: Request) -> Response:
        seq = whole_number(request.query_params, "since", 0, least=0, most=2**62)
        since = feed.Position(request.query_params.get("epoch", ""), seq)
        now = feed.head()
        reset = not feed.can_follow(since, now)
        changes = [] if reset else feed.after(since.seq, now.seq)
        return Response(
            {
                "epoch": now.epoch,
                "seq": now.seq,
                "reset": reset,
                "changes": [feed.message(change, person_of(request)) for change in changes],
            }
        )


class Asnap(PageEndpoint):
    """The switch of the automatic snapshots."""

    scopes = {"PUT": WRITE_EVENTS}

    def put(self, request: Request) -> Response:
        on = body_of(request).get("on")
        if not isinstance(on, bool):
            raise wrong("on", "must be a boolean")
        switch_asnap(actor=actor_of(request), user=person_of(request), on=on)
        return Response(status(person_of(request)))
