"""What the FDSN services share: methods, admission, which archive is meant, refusals as plain text, their WADL."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from logging_core.shared import clock
from logging_core.shared.errors import NotAllowed, NotFound, Refusal
from monitoring.completion.models import Configuration
from monitoring.serving import wadl
from monitoring.serving.admission import may_ask
from monitoring.serving.parameters import Parameter
from monitoring.serving.question import Question, read
from qualitycontrol.archive.models import Archive

log = logging.getLogger(__name__)
Answer = Callable[[Archive, Question], HttpResponseBase]
View = Callable[..., HttpResponseBase]
WORDS = {204: "No data", 400: "Bad request", 403: "Forbidden", 404: "Not found", 405: "Method not allowed"}
WORDS |= {413: "Request too large", 503: "Service unavailable"}
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Service:
    name: str
    version: str
    parameters: tuple[Parameter, ...]

    def parameters_of(self, method: str) -> tuple[Parameter, ...]:
        return tuple(one for one in self.parameters if method in one.queries)


def question_view(service: Service, method: str, answer: Answer) -> View:
    """The view of one method. GET and POST; no cookie is looked at for more than reading."""

    def view(request: HttpRequest, archive: str = "") -> HttpResponseBase:
        asked = read(request, service.parameters_of(method))
        found = answer(archive_of(archive), asked)
        return found if found.status_code != 204 else _nothing(service, request, asked.told["nodata"])

    return _guarded(service, ("GET", "HEAD", "POST"), view)


def version_view(service: Service) -> View:
    def view(request: HttpRequest, archive: str = "") -> HttpResponse:
        return HttpResponse(f"{service.version}\n", content_type=PLAIN)

    return _guarded(service, ("GET", "HEAD"), view)


def wadl_view(service: Service, methods: tuple[str, ...]) -> View:
    def view(request: HttpRequest, archive: str = "") -> HttpResponse:
        base = request.build_absolute_uri().rpartition("/")[0]
        told = {method: service.parameters_of(method) for method in methods}
        return HttpResponse(wadl.written(f"{base}/", told), content_type="application/xml")

    return _guarded(service, ("GET", "HEAD"), view)


def archive_of(name: str) -> Archive:
    """By its name or id; without one the archive that is completed here. Raises NotFound."""
    if not name:
        found = Configuration.objects.select_related("archive").values_list("archive", flat=True).first()
        archives = Archive.objects.filter(pk=found) if found else Archive.objects.none()
    else:
        archives = Archive.objects.filter(name=name) | Archive.objects.filter(id=name)
    archive = archives.first()
    if archive is None:
        raise NotFound(f"There is no archive {name!r} here." if name else "No archive is configured here.")
    return archive


def _guarded(service: Service, methods: tuple[str, ...], view: View) -> View:
    @csrf_exempt
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **which: Any) -> HttpResponseBase:
        if request.method not in methods:
            answer = refusal(service, request, 405, f"Ask by {' or '.join(methods)}.")
            answer["Allow"] = ", ".join(methods)
            return answer
        try:
            if not may_ask(request):
                raise NotAllowed("This service is open to people who are logged in, and to near networks.")
            return view(request, **which)
        except Refusal as problem:
            return refusal(service, request, problem.status, problem.message)
        except RequestDataTooBig:
            return refusal(service, request, 413, "The body is larger than 1 MiB.")
        except (OperationalError, InterfaceError) as problem:
            log.error("the database did not answer: %s", problem)
            return refusal(service, request, 503, "The database does not answer.")

    return guarded


def _nothing(service: Service, request: HttpRequest, nodata: str) -> HttpResponse:
    if nodata == "404":
        return refusal(service, request, 404, "There are no data for this.")
    return HttpResponse(status=204)


def refusal(service: Service, request: HttpRequest, status: int, message: str) -> HttpResponse:
    """FDSN's form of an error."""
    address = request.build_absolute_uri()
    lines = [
        f"Error {status}: {WORDS.get(status, 'Refused')}",
        message,
        f"Usage details are available from {address.partition('?')[0].rpartition('/')[0]}/application.wadl",
        f"Request:\n{address}",
        f"Request Submitted:\n{clock.iso(clock.now())}",
        f"Service version:\nSealog {service.name} {service.version}",
    ]
    return HttpResponse("\n\n".join(lines) + "\n", status=status, content_type=PLAIN)
