"""What the server-made pages share: who may open them, the header, forms that may be refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from logging_core.shared import clock, feed, paging, permissions
from logging_core.shared.announce import Actor
from logging_core.shared.errors import NotFound, Refusal

View = Callable[..., HttpResponse]
Form = Callable[..., HttpResponse | str]
May = Callable[[Any], bool]


def may_look(person: Any) -> bool:
    """Whoever may read events may look at what works for them."""
    return permissions.has_scope(person, permissions.READ_EVENTS)


def page_for(may: May = may_look) -> Callable[[View], View]:
    """A page for those whom `may(person)` lets in; others who are logged in are refused."""

    def decorator(view: View) -> View:
        return login_required(
            never_cache(require_safe(ensure_csrf_cookie(_guarded(_answering_refusals(view), may))))
        )

    return decorator


def form_for(may: May = may_look) -> Callable[[Form], View]:
    """A form that is posted. The view acts and gives an answer, or the address to show next.

    A refusal of the action is told on the page where the form was.
    """

    def decorator(view: Form) -> View:
        return login_required(never_cache(require_POST(_guarded(_telling_refusals(view), may))))

    return decorator


def _guarded(view: View, may: May) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **options)

    return guarded


def _answering_refusals(view: View) -> View:
    """An address that asks for something that is not there, or cannot be asked for."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            return view(request, *args, **options)
        except NotFound as refusal:
            raise Http404(refusal.message) from None
        except Refusal as refusal:
            return HttpResponse(refusal.message, status=refusal.status, content_type="text/plain; charset=utf-8")

    return answering


def _telling_refusals(view: Form) -> View:
    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **options)
        except NotFound as refusal:
            raise Http404(refusal.message) from None
        except Refusal as refusal:
            messages.error(request, refusal.message)
            answer = back(request)
        return redirect(answer) if isinstance(answer, str) else answer

    return telling


def leaf(request: HttpRequest, rows: "QuerySet[Any]", count: int) -> dict[str, Any]:
    """`{rows, offset, older, newer}` for `partials/pager.html`: the part of a list that `?offset=` asks for."""
    offset = paging.whole_number(request.GET, "offset", 0, least=0, most=10**6)
    page = paging.page(rows, offset, count)
    older, newer = offset + count if page.has_more else None, max(0, offset - count) if offset else None
    return {"rows": page.rows, "offset": offset, "older": older, "newer": newer}


def back(request: HttpRequest) -> str:
    """The page a form was on, named by its hidden field `next`; a path of ours, nothing else."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() else request.path.rpartition("/")[0] or "/"


def person(request: HttpRequest) -> Any:
    """Who is logged in, as rules and actions take them."""
    return request.user


def actor(request: HttpRequest) -> Actor:
    user = person(request)
    return Actor(name=user.username, id=user.id, via="page")


def context(request: HttpRequest, here: str, room: str = "", **more: Any) -> dict[str, Any]:
    """What header and navigation need: `here` names the row of the rooms, `room` the tab.

    `boot` starts the live link.
    """
    position = feed.head()
    user = person(request)
    return {
        "title": settings.APP_TITLE,
        "here": here,
        "room": room,
        "may_manage": permissions.has_scope(user, permissions.WRITE_LOGGERS),
        "may_correct": permissions.may_correct(user),
        "is_admin": permissions.is_admin(user),
        "boot": {"epoch": position.epoch, "seq": position.seq, "now": clock.iso(clock.now())},
        **more,
    }
