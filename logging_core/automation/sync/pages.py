"""The page of the exchange with other instances: how it goes, what was in conflict, what is held."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from logging_core.automation.sync import actions, forms, queries, stamping
from logging_core.automation.sync.models import KINDS, Speech, SyncHeld, SyncPeer
from logging_core.shared import pages, permissions
from logging_core.shared.errors import Refusal

HOME = "/automation/sync"
MOST_SHOWN = 50
KIND_WORDS = {
    "cruise": "cruises",
    "lowering": "lowerings",
    "template": "event templates",
    "event": "events",
    "aux_data": "aux data",
}


@pages.page_for(permissions.may_correct)
def sync(request: HttpRequest) -> HttpResponse:
    told = pages.context(request, "automation", "sync", us=stamping.ourselves(), our_name=settings.SYNC_NAME)
    return render(request, "automation/sync/sync.html", {**told, **_how_it_goes(request), **_matters()})


@pages.page_for(permissions.may_correct)
def peers(request: HttpRequest) -> HttpResponse:
    """The peers alone, for a page that is open."""
    return render(request, "automation/sync/peers.html", _how_it_goes(request))


@pages.page_for(permissions.may_correct)
def matters(request: HttpRequest) -> HttpResponse:
    """Conflicts and held records alone."""
    return render(request, "automation/sync/matters.html", _matters())


@pages.page_for(permissions.is_admin)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, forms.of_peer(None))


@pages.page_for(permissions.is_admin)
def edit(request: HttpRequest, id: str) -> HttpResponse:
    peer = SyncPeer.objects.filter(id=id).first()
    if peer is None:
        raise Http404("There is no such peer.")
    return _form(request, forms.of_peer(peer))


@pages.form_for(permissions.is_admin)
def write(request: HttpRequest) -> HttpResponse | str:
    id, typed = request.POST.get("id", ""), forms.sent(request.POST)
    try:
        actions.save_peer(
            actor=pages.actor(request), user=pages.person(request), id=id or None, values=forms.checked(typed)
        )
    except Refusal as refusal:
        return _form(request, {"id": id, **typed}, status=refusal.status, problem=refusal.message)
    return HOME


@pages.form_for(permissions.is_admin)
def switch(request: HttpRequest, id: str) -> str:
    on = request.POST.get("on") == "yes"
    actions.switch_peer(actor=pages.actor(request), user=pages.person(request), id=id, on=on)
    return HOME


@pages.form_for(permissions.is_admin)
def now(request: HttpRequest, id: str) -> str:
    actions.sync_now(actor=pages.actor(request), user=pages.person(request), id=id)
    return HOME


@pages.form_for(permissions.is_admin)
def again(request: HttpRequest, id: str) -> str:
    actions.copy_again(actor=pages.actor(request), user=pages.person(request), id=id)
    return HOME


@pages.form_for(permissions.is_admin)
def delete(request: HttpRequest, id: str) -> str:
    actions.delete_peer(actor=pages.actor(request), user=pages.person(request), id=id)
    return HOME


@pages.form_for(permissions.may_correct)
def settle(request: HttpRequest, number: int) -> str:
    actions.settle_conflict(actor=pages.actor(request), user=pages.person(request), number=number)
    return HOME


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    told = pages.context(request, "automation", "sync", peer=shown, speeches=Speech.choices, **more)
    kinds = [(kind, KIND_WORDS[kind], kind in shown["kinds"]) for kind in KINDS]
    return render(request, "automation/sync/form.html", {**told, "kinds": kinds}, status=status)


def _how_it_goes(request: HttpRequest) -> dict[str, Any]:
    return {
        "rows": [row | {"what": _in_words(row["peer"])} for row in queries.overview()],
        "is_admin": permissions.is_admin(pages.person(request)),
    }


def _in_words(peer: SyncPeer) -> str:
    way = {(True, True): "both ways", (True, False): "we give", (False, True): "we take"}[peer.gives, peer.takes]
    kinds = "everything" if len(peer.kinds) == len(KINDS) else ", ".join(KIND_WORDS[kind] for kind in peer.kinds)
    return f"{way}, {kinds}" + (", read-only copy here" if peer.read_only else "")


def _matters() -> dict[str, Any]:
    return {
        "conflicts": list(queries.open_conflicts()[:MOST_SHOWN]),
        "conflicts_in_all": queries.open_conflicts().count(),
        "held": SyncHeld.objects.select_related("peer").order_by("-pk")[:MOST_SHOWN],
    }
