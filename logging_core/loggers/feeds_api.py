"""JSON endpoints of feeds."""

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.loggers import shapes
from logging_core.loggers.base.catalogue import WRITERS
from logging_core.loggers.feeds import delete_feed, save_feed
from logging_core.loggers.models import Feed
from logging_core.shared.errors import NotFound
from logging_core.shared.http import PageEndpoint, actor_of, body_of, person_of
from logging_core.shared.permissions import READ_LOGGERS, WRITE_LOGGERS


class Feeds(PageEndpoint):
    """Every feed, and the names of the writers that it may use."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request) -> Response:
        rows = [shapes.feed(feed, person_of(request)) for feed in Feed.objects.all()]
        return Response({"results": rows, "writers": sorted(WRITERS)})


class OneFeed(PageEndpoint):
    """PUT makes the feed with this id, or changes the named fields of it; repeating it does no harm."""

    scopes = {"PUT": WRITE_LOGGERS, "DELETE": WRITE_LOGGERS}

    def put(self, request: Request, id: str) -> Response:
        feed, done = save_feed(actor=actor_of(request), by=person_of(request), id=id, values=body_of(request))
        return Response(shapes.feed(feed, person_of(request)), status=201 if done == "create" else 200)

    def delete(self, request: Request, id: str) -> Response:
        feed = Feed.objects.filter(id=id).first()
        if feed is None:
            raise NotFound("There is no such feed.")
        delete_feed(actor=actor_of(request), by=person_of(request), feed=feed)
        return Response({"id": id})
