"""The logging screen, camera pictures, the style guide."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from logging_core.automation.actions import ASNAP
from logging_core.automation.aux_rules.cameras.pictures import SMALL_FOLDER, small_name
from logging_core.console.readings import wanted
from logging_core.console.status import status
from logging_core.event_templates.models import EventTemplate
from logging_core.events.api import aux_data_of, shown
from logging_core.events.filters import EventFilter, Terms
from logging_core.events.models import Event
from logging_core.shared import feed, permissions
from logging_core.shared.paging import page

HISTORY_PAGE = 20
PICTURE_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
WITHOUT_ASNAP = EventFilter(fulltext=Terms(unwanted=(ASNAP,)), newest_first=True)


@login_required
@never_cache
@require_safe
@ensure_csrf_cookie
def logging_screen(request: HttpRequest) -> HttpResponse:
    """Everything the screen shows first is in the page, so that it works at once on a slow link."""
    return render(request, "logging.html", {"boot": _boot(request)})


def _boot(request: HttpRequest) -> dict[str, Any]:
    """The place in the feed is taken first: what changes while the rest is read comes again, never not at all."""
    position = feed.head()
    user: Any = request.user
    history = page(Event.objects.matching(WITHOUT_ASNAP).shown(), 0, HISTORY_PAGE)
    newest = history.rows[0] if history.rows else None
    strip = status(user)
    return {
        "user": _user(user),
        "feed": {"epoch": position.epoch, "seq": position.seq},
        "now": strip["now"],
        "templates": [template.record() for template in EventTemplate.objects.buttons_for(user)]
        if permissions.has_scope(user, permissions.READ_TEMPLATES)
        else [],
        "events": {
            "results": [shown(event, request) for event in history.rows],
            "has_more": history.has_more,
        },
        "newest": shown(newest, request) | {"aux_data": aux_data_of(newest)} if newest else None,
        "status": strip,
        "settings": _screen_settings(),
    }


def _user(user: Any) -> dict[str, Any]:
    return {
        "id": user.id,
        "username": user.username,
        "fullname": user.fullname,
        "roles": user.roles,
        "may_log": permissions.may_log(user),
        "may_comment": permissions.has_scope(user, permissions.WRITE_EVENTS),
        "may_toggle_asnap": permissions.may_correct(user),
        "is_guest": user.passwordless,
        "is_admin": permissions.is_admin(user),
    }


def _screen_settings() -> dict[str, Any]:
    return {
        "history_page": HISTORY_PAGE,
        "hide_asnap_default": True,
        "excluded_sources": settings.EXCLUDED_SOURCES,
        "image_sources": settings.IMAGE_SOURCES,
        "source_order": settings.SOURCE_ORDER,
        "source_names": {},
        "category_order": settings.CATEGORY_ORDER,
        "strip": wanted(),
        "app_title": settings.APP_TITLE,
        "image_url": "/images/",
        "debug": settings.DEBUG,
    }


@login_required
@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A camera picture by its base name. Only pictures that lie in the picture folder itself are served."""
    path = Path(settings.IMAGES_DIR, name)
    content_type = PICTURE_TYPES.get(path.suffix.lower())
    if content_type is None or not _lies_in_picture_folder(path):
        raise Http404("There is no such picture.")
    answer = FileResponse(path.open("rb"), content_type=content_type)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def _lies_in_picture_folder(path: Path) -> bool:
    try:
        return path.resolve().parent == settings.IMAGES_DIR.resolve() and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


@login_required
@require_safe
def thumbnail(request: HttpRequest, name: str) -> FileResponse:
    """The small picture that was stored with a picture of this name; where there is none, the picture itself."""
    small = Path(settings.IMAGES_DIR, SMALL_FOLDER, small_name(name))
    if Path(name).name != name or not small.is_file():
        return picture(request, name)
    answer = FileResponse(small.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, for those who build them."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "styleguide.html")
