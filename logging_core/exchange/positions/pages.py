"""The positions of a lowering or cruise as a file to keep."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from logging_core.exchange.package.layout import safe
from logging_core.exchange.positions.formats import FORMATS
from logging_core.exchange.positions.tracks import track
from logging_core.shared import pages, permissions
from logging_core.shared.errors import NotFound
from logging_core.voyages.models import Cruise, Lowering, Voyage

MODELS: dict[str, type[Voyage]] = {"cruise": Cruise, "lowering": Lowering}
SCOPES = {"cruise": permissions.READ_CRUISES, "lowering": permissions.READ_LOWERINGS}


@pages.page_for()
def download(request: HttpRequest, kind: str, id: str, form: str) -> Any:
    if kind not in MODELS or form not in FORMATS:
        raise Http404
    voyage = MODELS[kind]._default_manager.visible_to(_reader(request, kind)).filter(id=id).first()
    if voyage is None:
        raise Http404
    try:
        found = track(voyage)
    except NotFound as problem:
        return HttpResponse(problem.message, status=404, content_type="text/plain; charset=utf-8")
    answer = StreamingHttpResponse(FORMATS[form].write(found), content_type=FORMATS[form].mime)
    answer["Content-Disposition"] = content_disposition_header(True, f"{safe(voyage.name)}_positions.{form}")
    return answer


def _reader(request: HttpRequest, kind: str) -> Any:
    """Nobody is shown what is hidden from him, nor a kind of records that he may not read."""
    if not permissions.has_scope(request.user, SCOPES[kind]):  # type: ignore[arg-type]
        raise Http404
    return request.user
