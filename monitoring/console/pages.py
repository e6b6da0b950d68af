"""HTML pages of the archive. What they show first is in the page; what changes comes by the live socket."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from logging_core.shared import permissions
from monitoring.completion.models import Configuration
from monitoring.console import overview
from monitoring.console.reading import address_of, may_look, reader

View = Callable[[HttpRequest], HttpResponse]


def archive_page(scope: str) -> Callable[[View], View]:
    """A page for holders of a scope; others are refused, or led to the login. Some may look without one."""

    def decorator(view: View) -> View:
        @never_cache
        @require_safe
        @ensure_csrf_cookie
        def guarded(request: HttpRequest) -> HttpResponse:
            if scope == permissions.READ_ARCHIVE and may_look(request.user, address_of(request)):
                return view(request)
            person = reader(request.user)
            if person is None:
                return redirect_to_login(request.get_full_path())
            if not permissions.has_scope(person, scope):
                raise PermissionDenied
            return view(request)

        return guarded

    return decorator


@archive_page(permissions.READ_ARCHIVE)
def home(request: HttpRequest) -> HttpResponse:
    """Where nothing is set up yet, those who may do it are led to the wizard."""
    may_operate = permissions.has_scope(reader(request.user), permissions.WRITE_ARCHIVE)
    if may_operate and Configuration.the().archive is None and "stay" not in request.GET:
        return redirect("archive-setup")
    return _page(request, "home")


@archive_page(permissions.READ_ARCHIVE)
def stack(request: HttpRequest) -> HttpResponse:
    return _page(request, "stack")


@archive_page(permissions.READ_ARCHIVE)
def sources(request: HttpRequest) -> HttpResponse:
    return _page(request, "sources")


@archive_page(permissions.READ_ARCHIVE)
def statistics(request: HttpRequest) -> HttpResponse:
    return _page(request, "statistics")


@archive_page(permissions.WRITE_ARCHIVE)
def new_request(request: HttpRequest) -> HttpResponse:
    return _page(request, "request")


@archive_page(permissions.WRITE_ARCHIVE)
def update(request: HttpRequest) -> HttpResponse:
    return _page(request, "update")


@archive_page(permissions.WRITE_ARCHIVE)
def setup(request: HttpRequest) -> HttpResponse:
    return _page(request, "setup")


def _page(request: HttpRequest, name: str) -> HttpResponse:
    person = reader(request.user)
    boot = overview.whole(person)
    context = {
        "title": settings.APP_TITLE,
        "here": "archive",
        "room": name,
        "may_manage": permissions.has_scope(person, permissions.WRITE_LOGGERS),
        "may_operate": boot["may_operate"],
        "boot": boot,
    }
    return render(request, f"archive/{name}.html", context)
