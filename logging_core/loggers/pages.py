"""HTML pages of the loggers. What they show first is in the page; what changes comes by the live socket."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from logging_core.loggers import shapes
from logging_core.shared import permissions

View = Callable[[HttpRequest], HttpResponse]


def logger_page(scope: str) -> Callable[[View], View]:
    """A page for holders of a scope; others who are logged in are refused."""

    def decorator(view: View) -> View:
        @login_required
        @never_cache
        @require_safe
        @ensure_csrf_cookie
        def guarded(request: HttpRequest) -> HttpResponse:
            person: Any = request.user
            if not permissions.has_scope(person, scope):
                raise PermissionDenied
            return view(request)

        return guarded

    return decorator


@logger_page(permissions.READ_LOGGERS)
def loggers(request: HttpRequest) -> HttpResponse:
    return _page(request, "loggers/loggers.html", "loggers")


@logger_page(permissions.WRITE_LOGGERS)
def definition(request: HttpRequest) -> HttpResponse:
    return _page(request, "loggers/definition.html", "definition")


@logger_page(permissions.WRITE_LOGGERS)
def parser_check(request: HttpRequest) -> HttpResponse:
    return _page(request, "loggers/parser.html", "parser")


@logger_page(permissions.READ_LOGGERS)
def feeds(request: HttpRequest) -> HttpResponse:
    return _page(request, "loggers/feeds.html", "feeds")


def _page(request: HttpRequest, template: str, here: str) -> HttpResponse:
    person: Any = request.user
    wanted = shapes.wanted(person)
    context = {
        "title": settings.APP_TITLE,
        "here": here,
        "may_manage": wanted["may_manage"],
        "boot": {"now": wanted["now"], "wanted": wanted},
    }
    return render(request, template, context)
