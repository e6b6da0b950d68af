"""What the archive's endpoints share: who may read, who may act."""

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared.http import PageEndpoint, person_of
from logging_core.shared.permissions import READ_ARCHIVE, WRITE_ARCHIVE
from monitoring.console import overview

LOOK = {"GET": READ_ARCHIVE}
READ, WRITE = READ_ARCHIVE, WRITE_ARCHIVE


class ArchiveEndpoint(PageEndpoint):
    def overview(self, request: Request) -> Response:
        """The answer of what changed something that every page shows."""
        return Response(overview.whole(person_of(request)))
