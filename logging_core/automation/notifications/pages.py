"""The page of the notifications: targets, which admins define, and what was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from logging_core.automation.notifications import actions
from logging_core.automation.notifications.models import Notification, NotificationTarget, TargetKind
from logging_core.shared import pages, permissions
from logging_core.shared.errors import Refusal

HOME = "/automation/notifications"
LOG_ROWS = 30
EMPTY = {"id": "", "name": "", "enabled": True, "kind": "mail", "address": "", "secret_name": ""}


@pages.page_for(permissions.may_correct)
def notifications(request: HttpRequest) -> HttpResponse:
    told = pages.context(request, "automation", "notifications", **_targets(request), **_log(request))
    return render(request, "automation/notifications/notifications.html", told)


@pages.page_for(permissions.may_correct)
def targets(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/notifications/targets.html", _targets(request))


@pages.page_for(permissions.may_correct)
def log(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/notifications/log.html", _log(request))


@pages.page_for(permissions.is_admin)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, EMPTY)


@pages.page_for(permissions.is_admin)
def edit(request: HttpRequest, id: str) -> HttpResponse:
    return _form(request, get_object_or_404(NotificationTarget, id=id).record())


@pages.form_for(permissions.is_admin)
def write(request: HttpRequest) -> HttpResponse | str:
    sent: dict[str, Any] = {name: request.POST.get(name, "") for name in EMPTY}
    sent["enabled"] = "enabled" in request.POST
    try:
        actions.save_target(actor=pages.actor(request), by=pages.person(request), id=sent["id"] or None, sent=sent)
    except Refusal as refusal:
        return _form(request, sent, status=refusal.status, problem=refusal.message)
    return HOME


@pages.form_for(permissions.is_admin)
def test(request: HttpRequest, id: str) -> str:
    actions.try_target(actor=pages.actor(request), by=pages.person(request), id=id)
    return HOME


@pages.form_for(permissions.is_admin)
def delete(request: HttpRequest, id: str) -> str:
    actions.delete_target(actor=pages.actor(request), by=pages.person(request), id=id)
    return HOME


@pages.form_for(permissions.may_correct)
def again(request: HttpRequest, number: int) -> str:
    actions.send_again(actor=pages.actor(request), user=request.user, number=number)
    return HOME


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    told = pages.context(request, "automation", "notifications", target=shown, kinds=TargetKind.choices, **more)
    return render(request, "automation/notifications/form.html", told, status=status)


def _targets(request: HttpRequest) -> dict[str, Any]:
    return {"targets": NotificationTarget.objects.all(), "is_admin": permissions.is_admin(pages.person(request))}


def _log(request: HttpRequest) -> dict[str, Any]:
    return pages.leaf(request, Notification.objects.order_by("-made_at", "-pk"), LOG_ROWS)
