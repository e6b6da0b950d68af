"""The pages of the triggers: the list with states and last values, and the form of one with its test."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from logging_core.automation.notifications.notice import notice_words
from logging_core.automation.triggers import actions, dry_run, forms
from logging_core.automation.triggers.models import Trigger
from logging_core.automation.triggers.reading import NotThere, in_words
from logging_core.automation.triggers.rules import checked_trigger
from logging_core.automation.triggers.words import event_words, setting_words
from logging_core.shared import pages, paging, permissions
from logging_core.shared.errors import BadInput, Refusal

HOME = "/automation/triggers"
USUAL_HOURS, MOST_HOURS = 6, 24 * 7


@pages.page_for()
def triggers(request: HttpRequest) -> HttpResponse:
    told = pages.context(request, "automation", "triggers", **_list(request))
    return render(request, "automation/triggers/triggers.html", told)


@pages.page_for()
def trigger_list(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/triggers/list.html", _list(request))


@pages.page_for(permissions.may_correct)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, forms.empty())


@pages.page_for(permissions.may_correct)
def edit(request: HttpRequest, id: str) -> HttpResponse:
    return _form(request, get_object_or_404(Trigger, id=id).record())


@pages.form_for(permissions.may_correct)
def write(request: HttpRequest) -> HttpResponse | str:
    """Save it, or test it as it stands in the form. What is wrong is said above the form, which keeps its text."""
    sent = forms.empty() | {"id": request.POST.get("id", ""), "name": request.POST.get("name", "")}
    try:
        sent = forms.read(request.POST)
        if request.POST.get("act") == "try":
            return _form(request, sent, **_tried(request, sent))
        actions.save_trigger(
            actor=pages.actor(request), by=pages.person(request), id=sent["id"] or None, sent=sent
        )
    except Refusal as refusal:
        return _form(request, sent, status=refusal.status, problem=refusal.message)
    return HOME


@pages.form_for(permissions.may_correct)
def switch(request: HttpRequest, id: str) -> str:
    on = request.POST.get("on") == "yes"
    actions.switch_trigger(actor=pages.actor(request), by=pages.person(request), id=id, on=on)
    return HOME


@pages.form_for(permissions.may_correct)
def delete(request: HttpRequest, id: str) -> str:
    actions.delete_trigger(actor=pages.actor(request), by=pages.person(request), id=id)
    return HOME


def _tried(request: HttpRequest, sent: dict[str, Any]) -> dict[str, Any]:
    hours = paging.whole_number(request.POST, "hours", USUAL_HOURS, least=1, most=MOST_HOURS)
    try:
        tried = dry_run.try_out(Trigger(**checked_trigger(sent)), hours)
    except NotThere as problem:
        raise BadInput(f"It cannot be tested: {problem}.") from problem
    crossings = [(crossing, in_words(crossing.value)) for crossing in tried.crossings]
    return {"tried": tried, "crossings": crossings, "hours": hours}


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    told = {"trigger": shown, "hours": USUAL_HOURS, **forms.fields(shown), **forms.choices(), **more}
    whole = pages.context(request, "automation", "triggers", **told)
    return render(request, "automation/triggers/form.html", whole, status=status)


def _list(request: HttpRequest) -> dict[str, Any]:
    rows = [_row(trigger) for trigger in Trigger.objects.select_related("state")]
    return {"triggers": rows, "may_correct": permissions.may_correct(pages.person(request))}


def _row(trigger: Trigger) -> dict[str, Any]:
    return {
        "trigger": trigger,
        "state": getattr(trigger, "state", None),
        "when": setting_words(trigger.kind, trigger.setting),
        "event": event_words(trigger.event) if trigger.event else "",
        "notify": notice_words(trigger.notify) if trigger.notify else "",
    }
