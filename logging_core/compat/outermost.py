"""Around everything under `/sealog-server`: open CORS without credentials, one shape of error, compression."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from logging_core.compat import answers
from logging_core.compat.errors import Refused, phrase

Get = Callable[[HttpRequest], HttpResponseBase]
ROOT = "/sealog-server"
EXPOSED = "WWW-Authenticate,Server-Authorization"
MAY_SEND = "Accept,Authorization,Content-Type,If-None-Match"
A_DAY = "86400"
WORTH_PACKING = 1024
_packer = GZipMiddleware(lambda _request: HttpResponse())


def outermost(get_response: Get) -> Get:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info != ROOT and not request.path_info.startswith(f"{ROOT}/"):
            return get_response(request)
        answer = HttpResponse() if _is_preflight(request) else _in_shape(get_response(request))
        _packed(request, answer)
        _add_headers(request, answer)
        return answer

    return middleware


def _is_preflight(request: HttpRequest) -> bool:
    asks = {"HTTP_ORIGIN", "HTTP_ACCESS_CONTROL_REQUEST_METHOD"} <= set(request.META)
    return request.method == "OPTIONS" and asks


def _in_shape(answer: HttpResponseBase) -> HttpResponseBase:
    """Errors made elsewhere (host not allowed, locked out, a defect of ours) in the shape clients read."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code < 400 or kind.startswith("application/json"):
        return answer
    message = "An internal server error occurred" if answer.status_code == 500 else phrase(answer.status_code)
    return answers.refusal(Refused(answer.status_code, message))


def _packed(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Compress text of some length; files are sent as they lie, so that their parts can be asked for."""
    kind = answer.headers.get("Content-Type", "")
    if kind not in (answers.JSON, answers.TEXT) or answer.headers.get("ETag"):
        return
    if isinstance(answer, HttpResponse) and len(answer.content) < WORTH_PACKING:
        return
    _packer.process_response(request, answer)


def _add_headers(request: HttpRequest, answer: HttpResponseBase) -> None:
    answer["Access-Control-Expose-Headers"] = EXPOSED
    patch_vary_headers(answer, ["origin"])
    origin = request.META.get("HTTP_ORIGIN")
    if origin:
        answer["Access-Control-Allow-Origin"] = origin
    if _is_preflight(request):
        answer["Access-Control-Allow-Methods"] = request.META["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]
        answer["Access-Control-Allow-Headers"] = MAY_SEND
        answer["Access-Control-Max-Age"] = A_DAY
