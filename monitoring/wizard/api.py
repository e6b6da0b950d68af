"""JSON endpoints of the set-up; each answers with how far it is."""

from typing import Any

from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared.errors import wrong
from logging_core.shared.http import actor_of, body_of, person_of
from monitoring.console.endpoint import WRITE, ArchiveEndpoint
from monitoring.console.inputs import shape
from monitoring.inventory import actions as inventory
from monitoring.wizard import actions, steps

MOST_BYTES = 200_000_000
LONGEST = 1000
OPTIONS = (
    "blocksize",
    "compression_format",
    "quality_label",
    "request_lifespan_type",
    "request_lifespan",
    "n_request",
    "max_gaps_by_analysis",
    "join_closer_than",
)


class State(ArchiveEndpoint):
    scopes = {"GET": WRITE}

    def get(self, request: Request) -> Response:
        return Response(steps.state())


class Streams(ArchiveEndpoint):
    """Streams into the inventory: a `file` (list or metadata), or `text`, `url` and `networks`, or `root`."""

    scopes = {"POST": WRITE}
    parser_classes = [JSONParser, MultiPartParser]

    def post(self, request: Request) -> Response:
        stored = _import(request, body_of(request))
        actions.attach(actor=actor_of(request), by=person_of(request), told={})
        return Response(steps.state() | {"imported": {"streams": stored.streams, "new": stored.new}})


def _import(request: Request, body: dict[str, Any]) -> inventory.Stored:
    who: dict[str, Any] = {"actor": actor_of(request), "by": person_of(request)}
    if file := request.FILES.get("file"):
        if (file.size or 0) > MOST_BYTES:
            raise wrong("file", f"is larger than {MOST_BYTES // 1_000_000} MB")
        return inventory.import_metadata(**who, data=file.read(), name=file.name or "")
    if url := body.get("url"):
        networks = _text(body, "networks").replace(" ", ",").split(",")
        return inventory.import_service(**who, url=_checked(url, "url"), networks=networks)
    if "root" in body:
        return actions.streams_of_folder(**who, root=_text(body, "root"), layout=_text(body, "layout"))
    return inventory.import_list(**who, text=_checked(body.get("text"), "text", MOST_BYTES))


class Folder(ArchiveEndpoint):
    """A test: can this folder be an archive, and what does it hold?"""

    scopes = {"POST": WRITE}

    def post(self, request: Request) -> Response:
        body = body_of(request)
        root, layout = _text(body, "root"), _text(body, "layout")
        return Response(actions.look_at_folder(by=person_of(request), root=root, layout=layout))


class Final(ArchiveEndpoint):
    """The archive that is completed, how its new records are written, how requests and window go."""

    scopes = {"PUT": WRITE}

    def put(self, request: Request) -> Response:
        body = body_of(request)
        actions.use_archive(
            actor=actor_of(request),
            by=person_of(request),
            root=_text(body, "root"),
            layout=_text(body, "layout"),
            name=_text(body, "name"),
            told={name: body[name] for name in OPTIONS if name in body} | shape(body),
        )
        return Response(steps.state())


class Monitoring(ArchiveEndpoint):
    """Years that are measured. With `root` the archive itself, too: the way of those who only want statistics."""

    scopes = {"PUT": WRITE}

    def put(self, request: Request) -> Response:
        body = body_of(request)
        who: dict[str, Any] = {"actor": actor_of(request), "by": person_of(request)}
        years: dict[str, Any] = {name: _year(body, name) for name in ("start_year", "end_year")}
        if "root" in body:
            place: dict[str, Any] = {"root": _text(body, "root"), "layout": _text(body, "layout")}
            actions.streams_of_folder(**who, **place)
            actions.use_archive(**who, **place, name=_text(body, "name"))
        actions.monitor(**who, **years)
        return Response(steps.state())


class Finish(ArchiveEndpoint):
    scopes = {"POST": WRITE}

    def post(self, request: Request) -> Response:
        actions.finish(actor=actor_of(request), by=person_of(request))
        return Response(steps.state())


def _text(body: dict[str, Any], name: str) -> str:
    return _checked(body.get(name), name)


def _checked(value: Any, name: str, most: int = LONGEST) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most or "\0" in value:
        raise wrong(name, "is required, as a text")
    return value.strip()


def _year(body: dict[str, Any], name: str) -> int:
    value = str(body.get(name, ""))
    if not (value.isascii() and value.isdigit() and len(value) == 4):
        raise wrong(name, "must be a year")
    return int(value)
