"""The pages of the aux data: rules with their health, the form of one with its dry run, filling of past events."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from logging_core.automation.aux_rules import actions, forms, health, jobs, shipped
from logging_core.automation.aux_rules.conversions import UNITS
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.events.models import Event
from logging_core.loggers.yaml_files.limits import LARGEST_FILE
from logging_core.shared import pages, permissions
from logging_core.shared.errors import BadInput, Refusal, wrong
from logging_core.streams.models import Stream
from logging_core.voyages.models import Cruise, Lowering

HOME = "/automation/aux"
OFFERED = 50  # voyages and events to choose from


@pages.page_for()
def rules(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    offered = {
        "cruises": Cruise.objects.visible_to(person).order_by("-start_ts")[:OFFERED],
        "lowerings": Lowering.objects.visible_to(person).order_by("-start_ts")[:OFFERED],
        "kinds": Kind.choices,
    }
    told = {**_list(request), **offered}
    return render(request, "automation/aux/rules.html", pages.context(request, "automation", "aux", **told))


@pages.page_for()
def rule_list(request: HttpRequest) -> HttpResponse:
    return render(request, "automation/aux/list.html", _list(request))


@pages.page_for(permissions.may_correct)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, forms.empty(request.GET.get("kind", "")))


@pages.page_for(permissions.may_correct)
def edit(request: HttpRequest, id: str) -> HttpResponse:
    return _form(request, forms.of(get_object_or_404(AuxRule, id=id)))


@pages.form_for(permissions.may_correct)
def write(request: HttpRequest) -> HttpResponse | str:
    """Save it, or try it on an event as it stands in the form. What is wrong is said above the form."""
    shown = forms.read(request.POST)
    event_id = request.POST.get("event", "").strip()
    trying = request.POST.get("act") == "try"
    try:
        if trying:
            tried = actions.try_rule(user=request.user, told=forms.told(shown), event_id=event_id)
            return _form(request, shown, tried=tried, event_id=event_id)
        _save(request, shown)
    except Refusal as refusal:
        status = 200 if trying else refusal.status  # that nothing would be attached is an answer, too
        return _form(request, shown, status=status, problem=refusal.message, event_id=event_id)
    return HOME


def _save(request: HttpRequest, shown: forms.Shown) -> None:
    """A new rule is switched on when the form says so."""
    version = int(shown["version"]) if shown["id"] and shown["version"].isdigit() else None
    told, actor = forms.told(shown), pages.actor(request)
    rule = actions.save_rule(actor=actor, user=request.user, id=shown["id"] or None, told=told, version=version)
    if not shown["id"] and "enabled" in request.POST:
        actions.switch_rule(actor=actor, user=request.user, id=rule.id, on=True)


@pages.form_for(permissions.may_correct)
def switch(request: HttpRequest, id: str) -> str:
    on = request.POST.get("on") == "yes"
    actions.switch_rule(actor=pages.actor(request), user=request.user, id=id, on=on)
    return HOME


@pages.form_for(permissions.may_correct)
def delete(request: HttpRequest, id: str) -> str:
    actions.delete_rule(actor=pages.actor(request), user=request.user, id=id)
    return HOME


@pages.form_for(permissions.may_correct)
def upload(request: HttpRequest) -> HttpResponse | str:
    """A configuration file of InfluxDB: its entries become rules, which are off until somebody has tried them."""
    file = request.FILES.get("file")
    if file is None or file.size is None:
        raise wrong("file", "is missing")
    if file.size > LARGEST_FILE:
        raise wrong("file", "is larger than 1 MiB")
    try:
        text = file.read().decode()
    except UnicodeDecodeError:
        raise wrong("file", "is not UTF-8 text") from None
    made, warnings = actions.take_configuration(
        actor=pages.actor(request), user=request.user, text=text, file=file.name or "file"
    )
    return _uploaded(request, made, warnings)


def _uploaded(request: HttpRequest, made: list[AuxRule], warnings: list[str]) -> HttpResponse:
    told = pages.context(request, "automation", "aux", made=made, warnings=warnings)
    return render(request, "automation/aux/uploaded.html", told)


@pages.form_for(permissions.may_correct)
def expect(request: HttpRequest) -> str:
    """From now on events are expected to get a record of this source from whoever posts it."""
    source, actor = request.POST.get("data_source", ""), pages.actor(request)
    told = {"name": source, "kind": str(Kind.POSTED), "data_source": source}
    rule = actions.save_rule(actor=actor, user=request.user, id=None, told=told)
    actions.switch_rule(actor=actor, user=request.user, id=rule.id, on=True)
    return HOME


@pages.form_for(permissions.may_correct)
def fill(request: HttpRequest) -> str:
    """Have the aux data of a cruise, lowering or event made (again), as a job."""
    scope, _, of = request.POST.get("of", "").partition(":")
    if scope not in jobs.SCOPES:
        raise BadInput("Choose what is to be filled.", {"of": "is required"})
    job = jobs.ask(
        actor=pages.actor(request),
        user=request.user,
        scope=scope,
        of=[of] if scope == "events" else of,
        rules=request.POST.getlist("rule") or None,
        dry_run="dry_run" in request.POST,
        only_missing="only_missing" in request.POST,
    )
    return f"/jobs/{job.id}"


@pages.page_for()
def shipped_configuration(request: HttpRequest) -> HttpResponse:
    """The configuration that existing inserters have built in, to begin with."""
    answer = HttpResponse(shipped.influxdb(), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="influxdb.yaml"'
    return answer


def _list(request: HttpRequest) -> dict[str, Any]:
    return {
        "rules": health.of_rules(),
        "others": health.of_other_sources(),
        "may_correct": permissions.may_correct(request.user),  # type: ignore[arg-type]
    }


def _form(request: HttpRequest, shown: forms.Shown, status: int = 200, **more: Any) -> HttpResponse:
    events = list(Event.objects.alive().order_by("-ts", "-ordinal")[:OFFERED])
    told = {
        "rule": shown,
        "kind_name": Kind(shown["kind"]).label,
        "events": events,
        "event_id": events[0].id if events else "",
        "streams": Stream.objects.order_by("name")[:2000] if shown["kind"] == Kind.STREAMS else [],
        "units": list(UNITS),
        **more,
    }
    context = pages.context(request, "automation", "aux", **told)
    return render(request, "automation/aux/form.html", context, status=status)
