"""The page of the exports: positions for whoever may read events, packages for admins."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from logging_core.exchange.package import actions, packages, shown
from logging_core.exchange.package.zipped import zipped
from logging_core.exchange.positions.formats import FORMATS
from logging_core.shared import pages, permissions
from logging_core.shared.errors import NotFound
from logging_core.shared.ids import PATTERN
from logging_core.voyages.models import Cruise, Lowering, Voyage

MODELS: dict[str, type[Voyage]] = {"cruise": Cruise, "lowering": Lowering}


@pages.page_for()
def exports(request: HttpRequest) -> HttpResponse:
    told = shown.cruises(request.user, request.GET.get("cruise", "")) | {"forms": list(FORMATS)}
    if permissions.is_admin(request.user):  # type: ignore[arg-type]
        told |= shown.made()
    return render(request, "automation/exports.html", pages.context(request, "automation", "exports", **told))


@pages.page_for(permissions.is_admin)
def package_list(request: HttpRequest) -> HttpResponse:
    """The packages alone, for a page that is open."""
    return render(request, "automation/packages.html", shown.made())


@pages.form_for(permissions.is_admin)
def new(request: HttpRequest) -> str:
    voyage = _voyage(request.POST.get("kind", ""), request.POST.get("id", ""))
    job = actions.export(actor=pages.actor(request), user=request.user, voyage=voyage)
    return f"/jobs/{job.id}"


def _voyage(kind: str, id: str) -> Voyage:
    known = kind in MODELS and PATTERN.fullmatch(id)
    voyage = MODELS[kind]._default_manager.filter(id=id.lower()).first() if known else None
    if voyage is None:
        raise NotFound("There is no such cruise or lowering.")
    return voyage


@pages.form_for(permissions.is_admin)
def verify(request: HttpRequest, name: str) -> str:
    actions.verify(actor=pages.actor(request), user=request.user, name=name)
    return "/automation/exports"


@pages.page_for(permissions.is_admin)
def download(request: HttpRequest, name: str) -> Any:
    package = packages.named(name)
    answer = StreamingHttpResponse(zipped(package.path), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"{package.name}.zip")
    return answer
