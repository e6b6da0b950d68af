"""The page of ASNAP and the custom variables, with the health of what works by itself."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from logging_core.automation.actions import switch_asnap
from logging_core.automation.asnap import actions
from logging_core.automation.asnap.models import LONGEST_INTERVAL_S, LONGEST_TIMEOUT_MIN
from logging_core.automation.asnap.status import service_is_gone, status
from logging_core.automation.following.models import Follower
from logging_core.automation.variables.pages import told as variables
from logging_core.shared import clock, feed, pages, permissions
from logging_core.shared.errors import wrong
from logging_core.shared.paging import whole_number

HOME = "/automation"


@pages.page_for()
def home(request: HttpRequest) -> HttpResponse:
    told = {"asnap": _asnap(), "followers": _followers(), **variables(request.user)}
    limits = {"longest_interval": LONGEST_INTERVAL_S, "longest_timeout": LONGEST_TIMEOUT_MIN}
    context = pages.context(request, "automation", "asnap", **told, **limits)
    return render(request, "automation/home.html", context)


@pages.page_for()
def state(request: HttpRequest) -> HttpResponse:
    """The state of ASNAP alone."""
    may_correct = permissions.may_correct(pages.person(request))
    return render(request, "automation/asnap.html", {"asnap": _asnap(), "may_correct": may_correct})


@pages.page_for()
def services(request: HttpRequest) -> HttpResponse:
    """The health of the followers alone."""
    return render(request, "automation/services.html", {"asnap": _asnap(), "followers": _followers()})


@pages.form_for(permissions.may_correct)
def switch(request: HttpRequest) -> str:
    on = request.POST.get("on") == "1"
    switch_asnap(actor=pages.actor(request), user=request.user, on=on)
    return HOME


@pages.form_for(permissions.may_correct)
def configure(request: HttpRequest) -> str:
    interval = whole_number(request.POST, "interval_s", 0, least=1, most=LONGEST_INTERVAL_S)
    timeout = whole_number(request.POST, "timeout_min", 0, least=0, most=LONGEST_TIMEOUT_MIN)
    actions.configure(actor=pages.actor(request), user=request.user, interval_s=interval, timeout_min=timeout)
    messages.success(request, "ASNAP is set.")
    return HOME


@pages.form_for(permissions.may_correct)
def back_fill(request: HttpRequest) -> str:
    job = actions.ask_for_back_fill(
        actor=pages.actor(request),
        user=request.user,
        start=_time(request, "start"),
        stop=_time(request, "stop"),
        interval_s=whole_number(request.POST, "interval_s", 0, least=1, most=LONGEST_INTERVAL_S),
    )
    return f"/jobs/{job.id}"


def _time(request: HttpRequest, field: str) -> datetime:
    try:
        return clock.parse(request.POST.get(field, ""))
    except ValueError as problem:
        raise wrong(field, str(problem)) from None


def _asnap() -> dict[str, Any]:
    told = status()
    times = {name: clock.parse(told[name]) if told[name] else None for name in ("since", "off_at")}
    return {**told, "since_at": times["since"], "ends_at": times["off_at"], "gone": service_is_gone()}


def _followers() -> list[dict[str, Any]]:
    head = feed.head().seq
    return [
        {"row": row, "title": row.name.replace("_", " ").capitalize(), "behind": max(0, head - row.seq)}
        for row in Follower.objects.all()
    ]
