"""The address that other instances call: who may, and what it makes of bad bodies."""

import gzip
import json
import os
from typing import Any

import pytest
from django.test import Client

from logging_core.accounts import tokens
from logging_core.automation.sync import stamping, wire
from logging_core.automation.sync.models import SyncHeld, SyncPeer
from logging_core.events.models import Event
from logging_core.shared.models import Change
from tests.people import make_person

pytestmark = pytest.mark.django_db
CALLER = "abcdefabcdef"
ID = "5981f167212b348aed7fb9f5"


def record(**fields: Any) -> dict[str, Any]:
    content = {"value": "FISH", "author": "ana", "ts": "2026-03-01T12:00:00.000Z"}
    return {"k": "event", "i": ID, "t": 1_700_000_000_000_000, "o": CALLER, "b": "ana", "c": content} | fields


def body(*records: Any, **fields: Any) -> dict[str, Any]:
    give = {"after": "", "upto": "x.1.1.0", "records": list(records)}
    return {"protocol": 1, "instance": CALLER, "name": "ship", "kinds": ["event"], "give": give} | fields


@pytest.fixture
def token() -> str:
    return tokens.issue(make_person("ship", roles=["sync_peer"]))


def post(token: str | None, sent: Any, **headers: str) -> Any:
    data = sent if isinstance(sent, bytes) else wire.packed(sent)
    given = {"Content-Encoding": "gzip", **({"Authorization": f"Bearer {token}"} if token else {}), **headers}
    return Client().post("/sync/exchange", data, "application/json", headers=given)


def test_records_are_taken_and_the_caller_is_known_from_then_on(token: str) -> None:
    answer = post(token, body(record()))
    assert answer.status_code == 200
    assert wire.unpacked(answer.content)["taken"] == {
        "at": "x.1.1.0",
        "stored": True,
        "changed": 1,
        "conflicts": 0,
        "held": 0,
        "unwanted": [],
    }
    peer = SyncPeer.objects.get()
    assert (peer.name, peer.instance_id, peer.records_in) == ("ship", CALLER, 1)
    change = Change.objects.get(kind="event")
    assert (change.actor, change.via, change.reason) == ("ana", "sync", "from ship")


def test_only_a_token_opens_it_and_only_one_of_a_peer(token: str) -> None:
    assert post(None, body()).status_code == 401
    assert post("nonsense", body()).status_code == 401
    assert post(token[:-2] + "xx", body()).status_code == 401
    manager = make_person("manager", roles=["cruise_manager"])
    assert post(tokens.issue(manager), body()).status_code == 403
    client = Client()
    client.force_login(
        make_person("chief", roles=["admin"]), backend="logging_core.accounts.backends.AccountBackend"
    )
    answer = client.post(
        "/sync/exchange", wire.packed(body()), "application/json", headers={"Content-Encoding": "gzip"}
    )
    assert answer.status_code == 401
    assert not SyncPeer.objects.exists()


def test_no_instance_speaks_for_another(token: str) -> None:
    post(token, body())
    stranger = tokens.issue(make_person("stranger", roles=["sync_peer"]))
    answer = post(stranger, body(record()))
    assert answer.status_code == 403
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (b"not gzip", "gzip"),
        (gzip.compress(b"not json"), "JSON"),
        (gzip.compress(b"[]"), "object"),
        (gzip.compress(b'{"protocol": NaN}'), "JSON"),
        (gzip.compress(b"[" * 100_000), "JSON"),
        (gzip.compress(json.dumps(body(record())).encode())[:-10], "cut short"),
        (gzip.compress(b" " * 17_000_000), "bytes"),
        ({}, "protocol"),
        (body() | {"protocol": 2}, "protocol"),
        (body() | {"instance": "ship"}, "instance"),
        (body() | {"kinds": ["user"]}, "kinds"),
        (body() | {"give": []}, "give"),
        (body() | {"want": {"records": 0, "bytes": 1}}, "want.records"),
        (body() | {"want": {"records": 10, "bytes": 10**9}}, "want.bytes"),
        (body(*[record()] * 1001), "give.records"),
        (body("x"), "give.records[0]"),
        (body(record(), record(k="user")), "give.records[1].k"),
        (body(record(i="x")), "give.records[0].i"),
        (body(record(t=-1)), "give.records[0].t"),
        (body(record(t=True)), "give.records[0].t"),
        (body(record(o="../../etc")), "give.records[0].o"),
        (body(record(s={"x": 1})), "give.records[0].s"),
        (body(record(c=[])), "give.records[0].c"),
        (body(record(c={"value": "a\u0000b"})), "give.records[0].c.value"),
        (body(record(p=[{"id": 1}])), "give.records[0].p"),
        (body(record(p=["x"])), "give.records[0].p"),
        (body(record(b="x" * 101)), "give.records[0].b"),
    ],
)
def test_a_bad_body_is_refused_by_name_and_nothing_of_it_is_stored(token: str, sent: Any, named: str) -> None:
    answer = post(token, sent)
    assert answer.status_code == 400, answer.content[:200]
    assert named in answer.json()["message"]
    assert not Event.objects.exists()


def test_a_body_that_is_too_large_or_not_compressed_is_refused(token: str) -> None:

    assert post(token, os.urandom(wire.MOST_BODY + 10)).status_code in (400, 413)
    answer = post(token, body(), **{"Content-Encoding": "identity"})
    assert answer.status_code == 400
    assert "Content-Encoding" in answer.json()["message"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({}, "event_value"),
        ({"value": "FISH"}, "event_author"),
        ({"value": "FISH", "author": "ana"}, "ts"),
        ({"value": "FISH", "author": "ana", "ts": "yesterday"}, "ts"),
        ({"value": "FISH", "author": "ana", "ts": "2026-03-01T12:00:00Z", "state": "lost"}, "state"),
        ({"value": "FISH", "author": "ana", "ts": "2026-03-01T12:00:00Z", "options": "x"}, "event_options"),
        (
            {"value": "FISH", "author": "ana", "ts": "2026-03-01T12:00:00Z", "clock_offset_ms": 2**40},
            "clock_offset",
        ),
        (None, "deleted by its state"),
    ],
)
def test_a_record_that_cannot_be_one_is_held_and_the_others_are_stored(
    token: str, content: Any, named: str
) -> None:
    other = "5981f167212b348aed7fb9f6"
    stored = record(i=ID)
    if content is None:
        assert post(token, body(stored)).status_code == 200
    bad = record(c=content, t=1_700_000_000_000_001) if content is not None else record(t=1_700_000_000_000_001)
    if content is None:
        del bad["c"]
    sent = body(
        bad,
        record(i=other),
        give={"after": "x.1.1.0" if content is None else "", "upto": "x.2.1.0", "records": [bad, record(i=other)]},
    )
    answer = wire.unpacked(post(token, sent).content)["taken"]
    assert (answer["changed"], answer["held"]) == (1, 1)
    assert Event.objects.filter(id=other).exists()
    held = SyncHeld.objects.get()
    assert held.record_id == ID
    assert named in held.problem


def test_aux_data_waits_for_its_event(token: str) -> None:
    aux = record(k="aux_data", i="a" * 24, c={"event": ID, "source": "nav", "values": [["depth", 1.5, "m"]]})
    kinds = ["event", "aux_data"]
    post(token, body(aux, kinds=kinds))
    assert "not here yet" in SyncHeld.objects.get().problem
    give = {"after": "x.1.1.0", "upto": "x.2.1.0", "records": [record()]}
    post(token, body(give=give, kinds=kinds))
    assert Event.objects.get().aux_data.get().data_array == [
        {"data_name": "depth", "data_value": 1.5, "data_uom": "m"}
    ]
    assert not SyncHeld.objects.exists()


def test_a_paused_peer_is_told_to_come_again(token: str) -> None:
    post(token, body())
    SyncPeer.objects.update(enabled=False)
    answer = post(token, body(record()))
    assert answer.status_code == 503
    assert "paused" in answer.json()["message"]
    assert not Event.objects.exists()


def test_from_another_place_than_ours_nothing_is_stored_and_the_caller_hears_where_we_are(token: str) -> None:
    post(token, body(record()))
    answer = wire.unpacked(post(token, body(record(i="a" * 24))).content)
    assert answer["taken"] == {"at": "x.1.1.0", "stored": False}
    assert Event.objects.count() == 1


def test_who_has_our_own_identity_is_refused(token: str) -> None:
    answer = post(token, body(instance=stamping.ourselves().instance_id))
    assert answer.status_code == 409
    assert "sync_identity" in answer.json()["message"]
