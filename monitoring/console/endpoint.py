"""What the archive's endpoints share: who may read, who may act."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from logging_core.shared.http import PageEndpoint, Scoped
from logging_core.shared.permissions import READ_ARCHIVE, WRITE_ARCHIVE
from monitoring.console import overview
from monitoring.console.reading import address_of, may_look, reader

LOOK = {"GET": READ_ARCHIVE}
READ, WRITE = READ_ARCHIVE, WRITE_ARCHIVE


class OpenToLook(Scoped):
    """What may only be looked at is open to everybody from where the setting allows."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if getattr(view, "scopes", {}).get(request.method) == READ:
            return may_look(request.user, address_of(request))
        return super().has_permission(request, view)


class ArchiveEndpoint(PageEndpoint):
    permission_classes = [OpenToLook]

    def overview(self, request: Request) -> Response:
        """The answer of what changed something that every page shows."""
        return Response(overview.whole(reader(request.user)))
