"""The routes about the server itself, and those that do not exist."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from logging_core.compat import answers
from logging_core.compat.endpoint import ANY_TOKEN, OPEN, Door, Endpoint, no_route
from logging_core.shared import clock


class Root(Endpoint):
    doors = {"GET": Door(OPEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok({"result": "Welcome to sealog-server!"})


class ServerTime(Endpoint):
    doors = {"GET": Door(OPEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok({"ts": clock.iso(clock.now())})


class Restricted(Endpoint):
    """Programs ask for it to see whether their token is good."""

    doors = {"GET": Door(ANY_TOKEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok({"message": "Ok, You are authorized."})


@csrf_exempt
def unknown(request: HttpRequest, **_: str) -> HttpResponse:
    return answers.refusal(no_route(request))
