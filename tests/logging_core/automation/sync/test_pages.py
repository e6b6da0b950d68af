"""The page of the exchange: what it shows, what admins can do there."""

from datetime import timedelta
from typing import Any

import pytest

from logging_core.automation.sync.models import SyncConflict, SyncHeld, SyncPeer
from logging_core.shared import clock
from logging_core.shared.models import Change
from tests.people import As

pytestmark = pytest.mark.django_db
HOME = "/automation/sync"
TYPED: dict[str, Any] = {
    "name": "shore-1",
    "url": "http://127.0.0.1:9",
    "speech": "ours",
    "gives": "on",
    "takes": "on",
    "kinds": ["event", "aux_data"],
    "every_s": "30",
    "bytes_per_s": "",
    "echo_account": "",
}


def test_an_admin_adds_changes_pauses_and_deletes_a_peer_and_the_journal_tells(as_: As, admin: Any) -> None:
    page = as_(admin)
    assert page.submit(f"{HOME}/write", **TYPED).status_code == 302
    peer = SyncPeer.objects.get()
    assert (peer.name, peer.kinds, peer.every_s, peer.bytes_per_s) == ("shore-1", ["event", "aux_data"], 30, None)
    assert b"SEALOG_SECRET_SHORE_1" in page.get(f"{HOME}/{peer.id}").content
    changed = TYPED | {"id": peer.id, "bytes_per_s": "500", "read_only": "on"}
    assert page.submit(f"{HOME}/write", **changed).status_code == 302
    for act in ("switch", "now", "again", "delete"):
        assert page.submit(f"{HOME}/{peer.id}/{act}", on="no").status_code == 302
    verbs = Change.objects.filter(kind="sync").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["create", "update", "pause", "ask", "anew", "delete"]
    assert not SyncPeer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"name": ""}, "name"),
        ({"name": "a b"}, "name"),
        ({"name": "key"}, "SEALOG_SECRET_KEY"),
        ({"name": "x" * 41}, "name"),
        ({"url": ""}, "url"),
        ({"url": "ftp://127.0.0.1"}, "http"),
        ({"url": "http://user:secret@127.0.0.1"}, "password"),
        ({"url": "http://169.254.169.254/"}, "169.254.169.254"),
        ({"url": "http://8.8.8.8/"}, "SEALOG_ALLOWED_HOSTS_OUT"),
        ({"speech": "theirs"}, "speech"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["template"], "speech": "sealog"}, "kinds"),
        ({"every_s": "0"}, "every_s"),
        ({"bytes_per_s": "fast"}, "bytes_per_s"),
        ({"gives": None, "takes": None}, "giving"),
        ({"takes": None, "read_only": "on"}, "read_only"),
    ],
)
def test_wrong_input_is_named_and_shown_again_and_nothing_is_stored(
    as_: As, admin: Any, wrong: dict[str, Any], named: str
) -> None:
    typed = {name: value for name, value in (TYPED | wrong).items() if value is not None}
    answer = as_(admin).submit(f"{HOME}/write", **typed)
    assert answer.status_code == 400
    assert named in answer.content.decode()
    assert not SyncPeer.objects.exists()


def test_two_names_that_would_read_one_secret_are_refused(as_: As, admin: Any) -> None:
    page = as_(admin)
    page.submit(f"{HOME}/write", **TYPED)
    answer = page.submit(f"{HOME}/write", **TYPED | {"name": "shore_1"})
    assert answer.status_code == 400
    assert "SEALOG_SECRET_SHORE_1" in answer.content.decode()


def test_a_peer_that_fails_shows_since_when_why_and_when_it_tries_again(as_: As, event_manager: Any) -> None:
    now = clock.now()
    SyncPeer.objects.create(
        name="shore",
        url="http://127.0.0.1:9",
        failures=3,
        failing_since=now,
        problem="no connection: refused <b>",
        next_at=now + timedelta(seconds=8),
        ahead_ms=120_000,
    )
    text = as_(event_manager).get(HOME).content.decode()
    assert "no exchange" in text
    assert "no connection: refused &lt;b&gt;" in text
    assert "its clock is 120 s ahead" in text
    assert "sync-now" not in text, "who is no admin only looks"


def test_conflicts_are_listed_with_what_gave_way_until_somebody_settles_them(as_: As, event_manager: Any) -> None:
    conflict = SyncConflict.objects.create(
        peer="ship",
        matter="conflict",
        kind="event",
        record_id="a" * 24,
        told="event FISH: both",
        lost={"value": "X"},
    )
    page = as_(event_manager)
    assert "event FISH: both" in page.get(f"{HOME}/matters").content.decode()
    assert page.submit(f"{HOME}/conflicts/{conflict.pk}/settle").status_code == 302
    conflict.refresh_from_db()
    assert conflict.seen_by == "event_manager"
    assert "event FISH: both" not in page.get(f"{HOME}/matters").content.decode()


def test_held_records_are_listed_with_their_cause(as_: As, admin: Any) -> None:
    peer = SyncPeer.objects.create(name="ship", instance_id="a" * 12)
    SyncHeld.objects.create(peer=peer, kind="event", record_id="b" * 24, problem='"ts" is required')
    assert "&quot;ts&quot; is required" in as_(admin).get(HOME).content.decode()
