"""The custom variables, as a part of the page of the automation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from logging_core.automation.models import CustomVariable
from logging_core.automation.variables import actions
from logging_core.shared import pages, permissions

HOME = "/automation"


@pages.page_for()
def variables(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/variables.html", told(request.user))


def told(person: Any) -> dict[str, Any]:
    """What the fragment needs, also inside of another page."""
    rows = [
        {"id": one.id, "name": one.name, "value": one.value, "is_own": one.name in actions.OWN_SERVICE}
        for one in CustomVariable.objects.order_by("ordinal")
    ]
    return {
        "variables": rows,
        "may_set": permissions.has_scope(person, permissions.WRITE_EVENTS),
        "may_correct": permissions.may_correct(person),
    }


@pages.form_for()
def change(request: HttpRequest) -> str:
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    actions.change_value(actor=pages.actor(request), user=request.user, name=name, value=value)
    return HOME


@pages.form_for(permissions.may_correct)
def add(request: HttpRequest) -> str:
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    actions.add_variable(actor=pages.actor(request), user=request.user, name=name, value=value)
    return HOME


@pages.form_for(permissions.may_correct)
def delete(request: HttpRequest) -> str:
    actions.delete_variable(actor=pages.actor(request), user=request.user, name=request.POST.get("name", ""))
    return HOME
