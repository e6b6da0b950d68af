"""Nothing ends the exchange: it comes back later and later, tells why, and asks for less."""

import time
from datetime import timedelta

import pytest

from logging_core.automation.sync import calling, gathering, places, queries, running, stamping
from logging_core.automation.sync.models import SyncHeld, SyncPeer, SyncStamp
from logging_core.events.models import Event
from logging_core.shared import clock
from tests.logging_core.automation.sync.doing import change, log
from tests.logging_core.automation.sync.fleet import Instance, Radio

pytestmark = pytest.mark.django_db
NOBODY = "http://127.0.0.1:1"


def test_after_failures_it_waits_longer_and_takes_less_and_never_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALOG_SECRET_SHORE", "x")
    peer = SyncPeer.objects.create(name="shore", url=NOBODY)
    pauses = []
    for _ in range(12):
        running.run(peer.id)
        peer.refresh_from_db()
        assert peer.next_at is not None
        pauses.append((peer.next_at - clock.now()).total_seconds())
    assert pauses[0] < 2 < pauses[3] < pauses[6]
    assert 200 < pauses[-1] < 370
    assert peer.failures == 12
    assert peer.failing_since is not None
    assert "no connection" in peer.problem
    assert peer.at_a_time == 5


def test_a_host_that_is_not_allowed_is_told_and_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALOG_SECRET_SHORE", "x")
    peer = SyncPeer.objects.create(name="shore", url="http://8.8.8.8")
    running.run(peer.id)
    peer.refresh_from_db()
    assert "SEALOG_ALLOWED_HOSTS_OUT" in peer.problem
    assert peer.failures == 1


def test_it_is_due_when_something_waits_or_its_time_has_come() -> None:
    now = clock.now()
    peer = SyncPeer.objects.create(
        name="shore", url=NOBODY, last_contact_at=now, every_s=3600, instance_id="a" * 12
    )
    stamping.bring_up_to_date()
    place = str(places.at(places.understood("", stamping.ourselves()), stamping.ourselves().seq))
    SyncPeer.objects.update(given_to=place)
    assert queries.due() == []
    log()
    stamping.bring_up_to_date()
    assert queries.due() == [peer.id]
    SyncPeer.objects.update(next_at=now + timedelta(seconds=100))
    assert queries.due() == []
    SyncPeer.objects.update(next_at=None, enabled=False)
    assert queries.due() == []
    SyncPeer.objects.update(enabled=True, url="")
    assert queries.due() == []


def test_what_came_from_a_peer_is_nothing_that_waits_for_it() -> None:
    peer = SyncPeer.objects.create(name="shore", url=NOBODY, instance_id="a" * 12)
    log()
    stamping.bring_up_to_date()
    place = places.understood("", stamping.ourselves())
    assert gathering.waiting(place, ["event"], peer.instance_id)[0] == 1
    SyncStamp.objects.update(heard_from=peer.instance_id)
    assert gathering.waiting(place, ["event"], peer.instance_id) == (0, None)


def test_a_record_too_large_for_any_side_is_held_and_the_others_go_on(
    ship: Instance, shore: Instance, radio: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    ship.knows(shore)
    monkeypatch.setattr("logging_core.automation.sync.wire.MOST_BODY", 3000)
    with ship:
        first, large, last = log(), log(), log()
        change(large, free_text="".join(f"{number * 7919 % 10007:05d}" for number in range(4000)))
    radio.exchange(ship, shore)
    with shore:
        assert set(Event.objects.values_list("id", flat=True)) == {first, last}
    with ship:
        held = SyncHeld.objects.get()
        assert (held.record_id, held.outgoing) == (large, True)
        assert "too large" in held.problem


def test_a_limit_in_bytes_a_second_is_kept_to() -> None:
    began = time.monotonic()
    pace = calling.Pace(10_000, began)
    assert b"".join(pace.slowly(b"x" * 3000)) == b"x" * 3000
    assert time.monotonic() - began > 0.3


def test_changes_made_at_once_have_versions_in_their_order() -> None:
    event = log()
    stamping.bring_up_to_date()
    first = SyncStamp.objects.get(record_id=event)
    SyncStamp.objects.update(time=first.time + 3_600_000_000)  # as after a version of a clock that is ahead
    change(event, free_text="after that")
    stamping.bring_up_to_date()
    later = SyncStamp.objects.get(record_id=event)
    assert later.time == first.time + 3_600_000_001
    assert later.seen == {later.origin: later.time}
    assert later.seq > first.seq
