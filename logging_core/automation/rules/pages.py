"""The pages of the rules: the list with the log, and the form of one with its dry run."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from logging_core.automation.rules import actions, dry_run, forms
from logging_core.automation.rules.deeds import in_words
from logging_core.automation.rules.models import Rule, RuleFiring
from logging_core.shared import clock, pages, paging, permissions
from logging_core.shared.errors import Refusal

LOG_ROWS = 30
USUAL_HOURS, MOST_HOURS = 24, 24 * 60
HOME = "/automation/rules"


@pages.page_for()
def rules(request: HttpRequest) -> HttpResponse:
    told = {**_list(request), **_log(request)}
    return render(request, "automation/rules/rules.html", pages.context(request, "automation", "rules", **told))


@pages.page_for()
def rule_list(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/rules/list.html", _list(request))


@pages.page_for()
def log(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/rules/log.html", _log(request))


@pages.page_for(permissions.may_correct)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, forms.empty())


@pages.page_for(permissions.may_correct)
def edit(request: HttpRequest, id: str) -> HttpResponse:
    return _form(request, get_object_or_404(Rule, id=id).record())


@pages.form_for(permissions.may_correct)
def write(request: HttpRequest) -> HttpResponse | str:
    """Save it, or try it out as it stands in the form. What is wrong is said above it."""
    sent = forms.empty()
    try:
        sent = forms.read(request.POST)
        if request.POST.get("act") == "try":
            return _form(request, sent, **_tried(request, sent))
        actions.save_rule(actor=pages.actor(request), by=pages.person(request), id=sent["id"] or None, sent=sent)
    except Refusal as refusal:
        return _form(request, sent, status=refusal.status, problem=refusal.message)
    return HOME


@pages.form_for(permissions.may_correct)
def switch(request: HttpRequest, id: str) -> str:
    on = request.POST.get("on") == "yes"
    actions.switch_rule(actor=pages.actor(request), by=pages.person(request), id=id, on=on)
    return HOME


@pages.form_for(permissions.may_correct)
def delete(request: HttpRequest, id: str) -> str:
    actions.delete_rule(actor=pages.actor(request), by=pages.person(request), id=id)
    return HOME


def _tried(request: HttpRequest, sent: dict[str, Any]) -> dict[str, Any]:
    hours = paging.whole_number(request.POST, "hours", USUAL_HOURS, least=1, most=MOST_HOURS)
    until = clock.now()
    rule = Rule(**actions.checked_rule(sent))
    return {"tried": dry_run.try_out(rule, until - timedelta(hours=hours), until), "hours": hours}


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    told = {
        "rule": shown,
        "conditions": shown["conditions"] or [{"name": "", "value": ""}],
        "deeds": [forms.row_of(deed) for deed in shown["deeds"] or [{"do": ""}]],
        "empty_deed": forms.row_of({"do": ""}),
        "hours": USUAL_HOURS,
        **forms.choices(),
        **more,
    }
    whole = pages.context(request, "automation", "rules", **told)
    return render(request, "automation/rules/form.html", whole, status=status)


def _list(request: HttpRequest) -> dict[str, Any]:
    rows = [{"rule": rule, "deeds": [in_words(deed) for deed in rule.deeds]} for rule in Rule.objects.all()]
    return {"rules": rows, "may_correct": permissions.may_correct(pages.person(request))}


def _log(request: HttpRequest) -> dict[str, Any]:
    return pages.leaf(request, RuleFiring.objects.order_by("-at", "-pk"), LOG_ROWS)
