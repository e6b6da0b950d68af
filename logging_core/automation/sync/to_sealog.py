"""Another Sealog server (one of ours, or one that exists) is told of our records through its API.

Cruises as existing cruise syncs do it: looked up by id, created with the id when unknown, changed otherwise, never
deleted. Lowerings likewise; events and aux data as existing repeaters do, deletions too. What it will not take is
held and the others go on; while it does not answer, or does not know us, everything waits.
"""

from typing import Any

import httpx
from django.db.models import F

from logging_core.accounts.models import User
from logging_core.automation.sync import applying, calling, gathering, places, stamping
from logging_core.automation.sync.calling import Failed
from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.models import SyncHeld, SyncPeer, SyncStamp
from logging_core.automation.sync.records import KEEPERS
from logging_core.automation.sync.wire import Told
from logging_core.events.models import AuxData, Event, State
from logging_core.exchange.as_sealog import shapes
from logging_core.shared import clock
from logging_core.shared.models import Change
from logging_core.voyages.models import Voyage

API = "/sealog-server/api/v1"
AT_A_TIME = 50
NEVER_EMPTY = ("pi", "vessel", "departure_location", "arrival_location")
WAIT = (401, 403, 408, 429)  # nothing wrong with the record


class Unfit(Exception):
    """The server will not take this record."""


def step(http: httpx.Client, peer: SyncPeer) -> bool:
    """The next few records, and those whose time to be tried again has come; says whether there is more."""
    calling.authorization(peer)
    us = stamping.ourselves()
    place = places.understood(peer.given_to, us)
    stamps = list(SyncStamp.objects.filter(seq__gt=place.seq, kind__in=peer.kinds).order_by("seq")[:AT_A_TIME])
    echoes = _echoes(peer, [stamp.seq for stamp in stamps])
    for stamp in stamps:
        if stamp.seq not in echoes:
            _tell(http, peer, stamp.kind, stamp.record_id)
        SyncPeer.objects.filter(pk=peer.pk).update(
            given_to=str(places.at(place, stamp.seq)), records_out=F("records_out") + int(stamp.seq not in echoes)
        )
    for held in SyncHeld.objects.filter(peer=peer, outgoing=True, next_at__lte=clock.now()).order_by("pk")[
        :AT_A_TIME
    ]:
        _tell(http, peer, held.kind, held.record_id)
    more = len(stamps) == AT_A_TIME
    now = clock.now()
    changed: dict[str, Any] = {"last_contact_at": now, "failing_since": None, "failures": 0, "problem": ""}
    SyncPeer.objects.filter(pk=peer.pk).update(next_at=None, **changed, **({} if more else {"last_equal_at": now}))
    return more


def _echoes(peer: SyncPeer, seqs: list[int]) -> set[int]:
    """Changes that came from there."""
    if not peer.echo_account:
        return set()
    accounts = User.objects.filter(username=peer.echo_account).values_list("id", flat=True)
    return set(Change.objects.filter(seq__in=seqs, actor_id__in=list(accounts)).values_list("seq", flat=True))


def _tell(http: httpx.Client, peer: SyncPeer, kind: str, id: str) -> None:
    row = KEEPERS[kind].rows([id]).get(id)
    server = Server(http, peer)
    try:
        if isinstance(row, Voyage):
            server.put_voyage(row)
        elif isinstance(row, Event):
            server.put_event(row)
        elif isinstance(row, AuxData):
            server.put_aux_data(row)
    except Unfit as problem:
        told = Told(kind, id, gathering.state_of(kind, row, None))
        applying.hold(peer, told, str(problem)[:500], outgoing=True)
        return
    SyncHeld.objects.filter(peer=peer, outgoing=True, kind=kind, record_id=id).delete()


class Server:
    """The API of the other server. Raises Unfit for a record it refuses, Failed for everything else."""

    def __init__(self, http: httpx.Client, peer: SyncPeer) -> None:
        self.http, self.peer = http, peer

    def put_voyage(self, row: Voyage) -> None:
        shape, path = _voyage(row), f"{row.KIND}s"
        if self._ask("GET", f"{path}/{row.id}", good=(200, 404)).status_code == 404:
            self._ask("POST", path, shape)
        else:
            self._ask("PATCH", f"{path}/{row.id}", _without_id(shape))

    def put_event(self, row: Event) -> None:
        """Of a draft it hears when it is complete."""
        if row.state == State.DRAFT:
            return
        if row.state == State.DELETED:
            self._ask("DELETE", f"events/{row.id}", good=(204, 404))
            return
        shape = shapes.event_of_record(row.record())
        if row.version == 1:
            if "duplicate" in self._message("POST", "events", shape):
                self._ask("PATCH", f"events/{row.id}", _without_id(shape))
        elif self._message("PATCH", f"events/{row.id}", _without_id(shape)):
            self._ask("POST", "events", shape)

    def put_aux_data(self, row: AuxData) -> None:
        if row.retired_at is not None or row.event.state == State.DELETED:
            self._ask("DELETE", f"event_aux_data/{row.id}", good=(204, 404))
        elif row.event.state == State.FINAL:
            self._ask("POST", "event_aux_data", _aux_data(row))

    def _message(self, method: str, path: str, body: Json) -> str:
        """Empty when it went well; what a 400 or 404 says."""
        answer = self._ask(method, path, body, good=(200, 201, 204, 400, 404))
        return "" if answer.status_code < 300 else calling.message_of(answer.content) or "refused"

    def _ask(
        self, method: str, path: str, body: Json | None = None, *, good: tuple[int, ...] = (200, 201, 204)
    ) -> httpx.Response:
        url = f"{self.peer.url.rstrip('/').removesuffix(API)}{API}/{path}"
        headers = calling.authorization(self.peer)
        try:
            answer = self.http.request(method, url, json=body, headers=headers)
        except httpx.HTTPError as problem:
            raise Failed(f"no connection: {problem or type(problem).__name__}") from None
        self._count(len(answer.request.content), len(answer.content))
        if answer.status_code in good:
            return answer
        words = f"{answer.status_code}: {calling.message_of(answer.content)}"
        if answer.status_code in WAIT or answer.status_code >= 500 or answer.status_code < 400:
            raise Failed(words)
        raise Unfit(words)

    def _count(self, out: int, back: int) -> None:
        SyncPeer.objects.filter(pk=self.peer.pk).update(
            bytes_out=F("bytes_out") + out, bytes_in=F("bytes_in") + back
        )


def _voyage(row: Voyage) -> Json:
    """What another server's POST accepts: no keys of ours, nothing empty where it wants text."""
    shape = shapes.voyage_of_record(row.KIND, row.record())
    meta = shape[f"{row.KIND}_additional_meta"]
    for name in NEVER_EMPTY:
        if meta.get(f"{row.KIND}_{name}") == "":
            del meta[f"{row.KIND}_{name}"]
    return shape


def _aux_data(row: AuxData) -> Json:
    """Values without text are refused by existing servers; so is the whole record with one."""
    shape = row.record()
    filled = [one for one in shape["data_array"] if one["data_value"] != ""]
    return shape | {"data_array": filled}


def _without_id(shape: Json) -> Json:
    return {name: value for name, value in shape.items() if name != "id"}
