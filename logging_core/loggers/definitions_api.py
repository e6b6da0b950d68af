"""JSON endpoints of cruise definitions: history, upload and check, preview, apply."""

from typing import Any

from django.core.exceptions import TooManyFilesSent
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.loggers import actions, definitions, shapes
from logging_core.loggers.intake import inside, tree
from logging_core.loggers.models import CruiseDefinition, LoggerControl
from logging_core.loggers.preview import preview
from logging_core.loggers.uploads import MOST_BYTES, Files
from logging_core.loggers.yaml_files.limits import MIB
from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.http import PageEndpoint, actor_of, body_of, person_of
from logging_core.shared.paging import page, whole_number
from logging_core.shared.permissions import WRITE_LOGGERS


class Definitions(PageEndpoint):
    """The history, the newest first, with the files on the server; POST checks and keeps a new definition.

    It comes as files (`files`, with their relative `paths` in the same order, and the name of the `main` one where
    that is not plain), or as JSON with the `file` that lies below the folder of definitions.
    """

    scopes = {"GET": WRITE_LOGGERS, "POST": WRITE_LOGGERS}
    parser_classes = [JSONParser, MultiPartParser]

    def get(self, request: Request) -> Response:
        offset = whole_number(request.query_params, "offset", 0, least=0, most=10**6)
        found = page(CruiseDefinition.objects.all(), offset, 20)
        results = [definition.record() for definition in found.rows]
        return Response({"results": results, "has_more": found.has_more, "files": tree()})

    def post(self, request: Request) -> Response:
        definition = self._from_files(request) if _is_upload(request) else self._from_server(request)
        return Response(_previewed(definition, preserve=True), status=201)

    def _from_files(self, request: Request) -> CruiseDefinition:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + MIB:
            raise wrong("files", f"are larger than {MOST_BYTES // MIB} MiB together")
        sent: Any = request.data
        try:
            files, main = _files(request), str(sent.get("main", ""))
        except TooManyFilesSent:
            raise wrong("files", "are too many") from None
        return definitions.upload_definition(
            actor=actor_of(request), by=person_of(request), files=files, main=main
        )

    def _from_server(self, request: Request) -> CruiseDefinition:
        file, base = inside(str(body_of(request).get("file", "")))
        return definitions.load_definition(
            actor=actor_of(request), by=person_of(request), file=file, base_dir=base
        )


class OneDefinition(PageEndpoint):
    """A definition with its content and what applying it would do; `?preserve=0` for its default mode."""

    scopes = {"GET": WRITE_LOGGERS}

    def get(self, request: Request, id: str) -> Response:
        preserve = request.query_params.get("preserve", "1") != "0"
        return Response(_previewed(_found(id), preserve))


class Apply(PageEndpoint):
    """Run a definition; `preserve` keeps mode and configs where it has them."""

    scopes = {"POST": WRITE_LOGGERS}

    def post(self, request: Request, id: str) -> Response:
        preserve = body_of(request).get("preserve", True)
        if not isinstance(preserve, bool):
            raise wrong("preserve", "must be a boolean")
        definition = _found(id)
        actions.apply_definition(
            actor=actor_of(request), by=person_of(request), definition=definition, preserve=preserve
        )
        return Response(shapes.wanted(person_of(request)))


def _is_upload(request: Request) -> bool:
    return (request.content_type or "").startswith("multipart/")


def _files(request: Request) -> Files:
    """Browsers send only the last part of a name; the whole paths come beside the files."""
    sent: Any = request.data
    files, paths = request.FILES.getlist("files"), sent.getlist("paths")
    names = paths if len(paths) == len(files) else [file.name for file in files]
    if len(set(names)) != len(names):
        raise wrong("paths", "names a file twice")
    return {name: file.read() for name, file in zip(names, files, strict=True)}


def _found(id: str) -> CruiseDefinition:
    definition = CruiseDefinition.objects.filter(id=id).first()
    if definition is None:
        raise NotFound("There is no such cruise definition.")
    return definition


def _previewed(definition: CruiseDefinition, preserve: bool) -> dict[str, Any]:
    control = LoggerControl.objects.select_related("definition").get(pk=1)
    return {
        "definition": shapes.one_definition(definition),
        "preview": preview(control, definition, preserve),
        "running": bool(control.definition and control.definition.id == definition.id),
    }
