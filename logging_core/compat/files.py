"""The routes of pictures and of the files of cruises and lowerings."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import answers, bodies, tokens
from logging_core.compat.downloads import send
from logging_core.compat.endpoint import OPEN, Door, Endpoint
from logging_core.compat.errors import Refused, no_record
from logging_core.compat.voyage_query import find
from logging_core.shared.networks import lies_in
from logging_core.shared.permissions import READ_CRUISES, READ_LOWERINGS, WRITE_CRUISES, WRITE_LOWERINGS
from logging_core.voyages import files
from logging_core.voyages.models import Cruise, Lowering

NO_FILE = Refused(404, "Not Found")


class Image(Endpoint):
    """A picture by its base name; open, because browsers load pictures without a token.

    An installation may name networks to which they are open; from elsewhere they need a token, as everything does.
    """

    doors = {"GET": Door(OPEN)}

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        address = request.META.get("REMOTE_ADDR", "")
        if settings.IMAGE_NETWORKS and not lies_in(address, settings.IMAGE_NETWORKS):
            tokens.holder(request)
        return _sent(request, Path(settings.IMAGES_DIR), name)


class VoyageFiles(Endpoint):
    """What the file routes of cruises and lowerings have in common."""

    model: ClassVar[Any]

    @property
    def kind(self) -> str:
        return self.model.KIND

    def record_id(self, id: str, verb: str = "retrieve") -> str:
        """The id of a record that the person asking may know of."""
        return find(self.person, self.model, id, unknown=no_record(id), verb=verb).id


class VoyageFile(VoyageFiles):
    def get(self, request: HttpRequest, id: str, name: str) -> HttpResponseBase:
        return _sent(request, files.folder_of(self.kind, self.record_id(id)), name)

    def delete(self, request: HttpRequest, id: str, name: str) -> HttpResponseBase:
        files.delete(self.kind, self.record_id(id, "edit"), name)
        return answers.nothing()


class VoyageFolder(VoyageFiles):
    """The folder itself is not shown; a file can be put into it."""

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        raise Refused(403, "Forbidden")

    def post(self, request: HttpRequest, id: str) -> HttpResponseBase:
        _keep(self.kind, self.record_id(id, "edit"), request, "file")
        return answers.ok({"message": "Upload successfully!"}, status=201)


class Process(VoyageFiles):
    """FilePond sends a file. It lies in the folder of the record at once: clients never ask for it again."""

    def post(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return answers.text(_keep(self.kind, self.record_id(id, "edit"), request, "filepond"), status=201)


class Revert(VoyageFiles):
    """FilePond takes a file back, by the id that it was given."""

    def delete(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(self.payload, str):
            files.undo_upload(self.kind, self.payload.strip())
        return answers.nothing()


def _keep(kind: str, record_id: str, request: HttpRequest, field: str) -> str:
    """FilePond sends the field twice: metadata as text, then the file; only the file counts."""
    sent = request.FILES.get(field)
    if not isinstance(sent, UploadedFile):
        raise Refused(400, "Invalid request payload input")
    if sent.size is None or sent.size > bodies.MOST_UPLOAD:
        raise bodies.too_large(bodies.MOST_UPLOAD)
    return files.keep_upload(kind, record_id, sent.name or "", sent.chunks())


def _sent(request: HttpRequest, folder: Path, name: str) -> HttpResponseBase:
    path = files.path_of(folder, name)
    if path is None:
        raise NO_FILE
    return send(request, path)


MULTIPART, PLAIN = (bodies.MULTIPART,), (bodies.PLAIN,)


class CruiseFile(VoyageFile):
    model = Cruise
    doors = {"GET": Door(READ_CRUISES), "DELETE": Door(WRITE_CRUISES)}


class CruiseFolder(VoyageFolder):
    model = Cruise
    doors = {"GET": Door(READ_CRUISES), "POST": Door(WRITE_CRUISES, kinds=MULTIPART)}


class CruiseProcess(Process):
    model = Cruise
    doors = {"POST": Door(WRITE_CRUISES, in_words=True, kinds=MULTIPART)}


class CruiseRevert(Revert):
    model = Cruise
    doors = {"DELETE": Door(WRITE_CRUISES, kinds=PLAIN)}


class LoweringFile(VoyageFile):
    model = Lowering
    doors = {"GET": Door(READ_LOWERINGS), "DELETE": Door(WRITE_LOWERINGS)}


class LoweringFolder(VoyageFolder):
    model = Lowering
    doors = {"GET": Door(READ_LOWERINGS), "POST": Door(WRITE_LOWERINGS, kinds=MULTIPART)}


class LoweringProcess(Process):
    model = Lowering
    doors = {"POST": Door(WRITE_LOWERINGS, in_words=True, kinds=MULTIPART)}


class LoweringRevert(Revert):
    model = Lowering
    doors = {"DELETE": Door(WRITE_LOWERINGS, kinds=PLAIN)}
