"""The pages of the checklists: those of the lowering of now, one to go through, and the templates."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from logging_core.automation.checklists import actions, forms
from logging_core.automation.checklists.models import Checklist, ChecklistTemplate, When
from logging_core.automation.checklists.queries import of_lowering, standing
from logging_core.shared import clock, pages, permissions
from logging_core.shared.errors import NotFound, Refusal
from logging_core.voyages.models import Lowering

HOME = "/checklists"
MOST_LOWERINGS = 30


@pages.page_for()
def checklists(request: HttpRequest) -> HttpResponse:
    told = pages.context(request, "automation", "checklists", **_list(request))
    return render(request, "checklists/checklists.html", told)


@pages.page_for()
def checklist_list(request: HttpRequest) -> HttpResponse:
    return render(request, "checklists/list.html", _list(request))


@pages.page_for()
def of_one_lowering(request: HttpRequest, id: str) -> HttpResponse:
    """What a page that shows a lowering includes."""
    lowering = get_object_or_404(Lowering.objects.visible_to(pages.person(request)), id=id)
    return render(request, "checklists/of_lowering.html", {"checklists": of_lowering(lowering)})


@pages.page_for()
def checklist(request: HttpRequest, id: str) -> HttpResponse:
    told = pages.context(request, "automation", "checklists", **_one(request, id))
    return render(request, "checklists/checklist.html", told)


@pages.page_for()
def items(request: HttpRequest, id: str) -> HttpResponse:
    return render(request, "checklists/items.html", _one(request, id))


@pages.form_for()
def begin(request: HttpRequest) -> str:
    lowering = Lowering.objects.visible_to(pages.person(request)).filter(id=request.POST.get("lowering")).first()
    if lowering is None:
        raise NotFound("There is no such lowering.")
    template = request.POST.get("template", "")
    who = pages.actor(request)
    made = actions.begin_checklist(actor=who, user=request.user, template_id=template, lowering=lowering)
    return f"{HOME}/{made.id}"


@pages.form_for()
def tick(request: HttpRequest, id: str) -> HttpResponse | str:
    item, signed = request.POST.get("item", ""), request.POST.get("signed", "")
    who = pages.actor(request)
    return _acted(
        request, id, lambda: actions.tick(actor=who, user=request.user, id=id, item_id=item, signed=signed)
    )


@pages.form_for()
def untick(request: HttpRequest, id: str) -> HttpResponse | str:
    item, who = request.POST.get("item", ""), pages.actor(request)
    return _acted(request, id, lambda: actions.untick(actor=who, user=request.user, id=id, item_id=item))


@pages.form_for()
def close(request: HttpRequest, id: str) -> str:
    actions.close_checklist(actor=pages.actor(request), user=request.user, id=id)
    return f"{HOME}/{id}"


@pages.form_for()
def reopen(request: HttpRequest, id: str) -> str:
    actions.reopen_checklist(actor=pages.actor(request), user=request.user, id=id)
    return f"{HOME}/{id}"


@pages.page_for(permissions.may_correct)
def new_template(request: HttpRequest) -> HttpResponse:
    return _form(request, forms.empty())


@pages.page_for(permissions.may_correct)
def edit_template(request: HttpRequest, id: str) -> HttpResponse:
    return _form(request, get_object_or_404(ChecklistTemplate, id=id).record())


@pages.form_for(permissions.may_correct)
def write_template(request: HttpRequest) -> HttpResponse | str:
    sent = forms.read(request.POST)
    try:
        actions.save_template(actor=pages.actor(request), user=request.user, id=sent["id"] or None, sent=sent)
    except Refusal as refusal:
        return _form(request, sent, status=refusal.status, problem=refusal.message)
    return HOME


def _acted(request: HttpRequest, id: str, act: Callable[[], object]) -> HttpResponse | str:
    """A script gets the items as they are now, or the words of the refusal; a plain form the page."""
    if "X-Fragment" not in request.headers:
        act()
        return f"{HOME}/{id}"
    try:
        act()
    except Refusal as refusal:
        return HttpResponse(refusal.message, status=refusal.status, content_type="text/plain; charset=utf-8")
    return render(request, "checklists/items.html", _one(request, id))


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    told = pages.context(request, "automation", "checklists", template=shown, kinds=When.choices, **more)
    return render(request, "checklists/form.html", told, status=status)


def _one(request: HttpRequest, id: str) -> dict[str, Any]:
    stored = get_object_or_404(Checklist.objects.prefetch_related("ticks"), id=id)
    person = pages.person(request)
    lowering = Lowering.objects.visible_to(person).filter(id=stored.lowering_uid).first()
    return {
        "checklist": standing(stored),
        "lowering": lowering,
        "may_tick": permissions.has_scope(person, permissions.WRITE_EVENTS),
        "may_correct": permissions.may_correct(person),
        "me": person.fullname or person.username,
    }


def _list(request: HttpRequest) -> dict[str, Any]:
    """Of the lowering asked for; of the one under way; or else of the one that comes or came last."""
    person = pages.person(request)
    lowerings = Lowering.objects.visible_to(person).order_by("-start_ts")
    asked = lowerings.filter(id=request.GET.get("lowering", "")).first()
    shown = asked or lowerings.at(clock.now()) or lowerings.first()
    return {
        "lowering": shown,
        "lowerings": lowerings[:MOST_LOWERINGS],
        "checklists": of_lowering(shown) if shown else [],
        "templates": ChecklistTemplate.objects.filter(in_use=True),
        "unused": ChecklistTemplate.objects.filter(in_use=False),
        "may_tick": permissions.has_scope(person, permissions.WRITE_EVENTS),
        "may_correct": permissions.may_correct(person),
    }
