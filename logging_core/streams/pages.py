"""The board of values, and one stream with its plot and table."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from logging_core.shared import clock, feed, permissions
from logging_core.shared.paging import LARGEST_PAGE, page
from logging_core.streams.api import shown
from logging_core.streams.models import Stream


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for people who may see values."""

    @login_required
    @never_cache
    @require_safe
    @ensure_csrf_cookie
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        person: Any = request.user
        if not permissions.has_scope(person, permissions.READ_LOGGERS):
            raise PermissionDenied
        return view(request, **arguments)

    return guarded


@for_readers
def value_board(request: HttpRequest) -> HttpResponse:
    """Streams are in the page, up to a number; scripts fetch what there is beyond it."""
    found = page(Stream.objects.matching(""), 0, LARGEST_PAGE)
    streams = {"results": [shown(stream) for stream in found.rows], "has_more": found.has_more}
    return _page(request, "values/board.html", {"streams": streams})


@for_readers
def one_stream(request: HttpRequest, id: int) -> HttpResponse:
    stream = Stream.objects.select_related("latest").filter(id=id).first()
    if stream is None:
        raise Http404("There is no such stream.")
    return _page(request, "values/stream.html", {"stream": shown(stream)})


def _page(request: HttpRequest, template: str, boot: dict[str, Any]) -> HttpResponse:
    """The place in the feed is taken with the records: what changes meanwhile comes again, never not at all."""
    person: Any = request.user
    position = feed.head()
    boot |= {
        "now": clock.iso(clock.now()),
        "feed": {"epoch": position.epoch, "seq": position.seq},
        "user": {"id": person.id, "may_describe": permissions.has_scope(person, permissions.WRITE_LOGGERS)},
    }
    may_manage = boot["user"]["may_describe"]
    return render(
        request,
        template,
        {"title": settings.APP_TITLE, "here": "values", "may_manage": may_manage, "boot": boot},
    )
