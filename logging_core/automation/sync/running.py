"""The exchange with one peer, from where it stopped until both are equal, or until its time is up.

Nothing that goes wrong ends it: it comes again later and later, up to five minutes, for ever.
"""

import logging
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F

from logging_core.automation.sync import answering, applying, calling, gathering, places, stamping, to_sealog, wire
from logging_core.automation.sync.calling import Exchanged, Failed
from logging_core.automation.sync.gathering import Batch
from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.models import Speech, SyncHeld, SyncInstance, SyncPeer
from logging_core.shared import clock
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
BUDGET_S = 120
LONGEST_PAUSE_S = 300
MOST_AT_A_TIME = 500
BATCH_BYTES = 256_000  # before compression
QUICK_S = 10
LOCKS = 0x5EA10C


def run(peer_id: str) -> None:
    """Exchange with this peer, unless somebody else is at it."""
    with _alone(peer_id) as alone:
        peer = SyncPeer.objects.filter(id=peer_id, enabled=True).exclude(url="").first() if alone else None
        if peer is None:
            return
        began = time.monotonic()
        try:
            stamping.bring_up_to_date()
            with calling.client() as http:
                while step(http, peer) and time.monotonic() - began < BUDGET_S:
                    peer.refresh_from_db()
                    if not peer.enabled:
                        return
        except (Failed, Refusal) as problem:
            _failed(peer, problem)
        except (DatabaseError, InterfaceError):
            raise  # ours is away: not the peer's fault, and nothing can be written down
        except Exception as problem:
            log.exception("sync with %s failed", peer.name)
            _failed(peer, Failed(f"{type(problem).__name__}: {problem}"[:300]))


def step(http: httpx.Client, peer: SyncPeer) -> bool:
    """One exchange; says whether there is more."""
    if peer.speech == Speech.SEALOG:
        return to_sealog.step(http, peer)
    us = stamping.ourselves()
    batch = _to_give(us, peer) if peer.gives else None
    try:
        exchanged = calling.exchange(http, peer, _body(us, peer, batch))
    except wire.TooLarge as problem:
        return _send_fewer(peer, batch, problem)
    _check_identity(us, peer, exchanged.answer)
    if batch and not _was_stored(exchanged.answer):
        _go_back(us, peer, exchanged.answer)  # before anything of them is taken: perhaps we miss more of it
        more = True
    else:
        more = _note_given(peer, batch) if batch else False
        more = _take(peer, exchanged.answer) or more
    _went_well(peer, exchanged, more)
    return more


def _to_give(us: SyncInstance, peer: SyncPeer) -> Batch:
    place = places.understood(peer.given_to, us)
    if peer.anew and peer.given_to == places.START:
        place = places.whole_from(place, us)
    limits = {"most": peer.at_a_time, "most_bytes": BATCH_BYTES}
    return gathering.gathered(us, place, kinds=peer.kinds, listener=peer.instance_id, **limits)


def _body(us: SyncInstance, peer: SyncPeer, batch: Batch | None) -> Json:
    body: Json = {
        "protocol": wire.PROTOCOL,
        "instance": us.instance_id,
        "name": settings.SYNC_NAME,
        "kinds": peer.kinds,
        "now": clock.iso(clock.now()),
    }
    if batch is not None:
        # Without records the place stays: what there is of other kinds is no reason to speak.
        upto = str(batch.upto) if batch.records else peer.given_to
        body["give"] = {"after": peer.given_to, "upto": upto, "records": batch.records}
        if peer.anew:
            body["give"]["anew"] = True
    if peer.takes:
        body["want"] = {"after": peer.taken_to, "records": peer.at_a_time, "bytes": BATCH_BYTES}
        if peer.lost:
            body["want"]["whole"] = True
    return body


def _send_fewer(peer: SyncPeer, batch: Batch | None, problem: wire.TooLarge) -> bool:
    """A batch that is too large is made smaller, down to the one record that no side would take."""
    if batch is None:
        raise Failed(str(problem))
    if peer.at_a_time > 1:
        SyncPeer.objects.filter(pk=peer.pk).update(at_a_time=max(1, peer.at_a_time // 4))
        return True
    applying.hold(peer, wire.read(batch.records[-1], "record"), f"too large to be sent: {problem}", outgoing=True)
    SyncPeer.objects.filter(pk=peer.pk).update(given_to=str(batch.upto), anew=True)
    return True


def _check_identity(us: SyncInstance, peer: SyncPeer, answer: Json) -> None:
    there = wire.instance(answer.get("instance"), "instance")
    if there == us.instance_id:
        raise Failed(
            "that is this instance itself, or a copy of its database (manage.py sync_identity --new there)"
        )
    if peer.instance_id and there != peer.instance_id:
        told = f"another instance answers there ({there}, not {peer.instance_id}): delete the peer and add it anew"
        raise Failed(told)
    if not peer.instance_id:
        if SyncPeer.objects.filter(instance_id=there).exclude(pk=peer.pk).exists():
            raise Failed("this instance has another row here already; one is enough")
        peer.instance_id = there
        SyncPeer.objects.filter(pk=peer.pk).update(instance_id=there)


def _was_stored(answer: Json) -> bool:
    taken = answer.get("taken")
    if not isinstance(taken, dict):
        raise Failed("the answer does not say what was taken")
    return taken.get("stored") is True


def _note_given(peer: SyncPeer, batch: Batch) -> bool:
    if batch.records:
        sent = F("records_out") + len(batch.records)
        SyncPeer.objects.filter(pk=peer.pk).update(given_to=str(batch.upto), anew=False, records_out=sent)
        ids = [record["i"] for record in batch.records]
        SyncHeld.objects.filter(peer=peer, outgoing=True, record_id__in=ids).delete()
    elif peer.anew:
        SyncPeer.objects.filter(pk=peer.pk).update(anew=False)
    return batch.more


def _go_back(us: SyncInstance, peer: SyncPeer, answer: Json) -> None:
    """They are at another place of our journal than we thought: we go on from there."""
    at = str(answer["taken"].get("at", ""))[:100]
    place, row = places.understood(at, us), SyncPeer.objects.filter(pk=peer.pk)
    if str(place) == at and not places.before(at, peer.given_to):
        row.update(given_to=at)  # the answer to our last call was lost
        return
    # They were restored from a backup; or we, when they know a place that our journal does not.
    ours = at != places.START and str(place) != at
    row.update(given_to=str(places.whole_from(place, us)), anew=True, lost=peer.lost or ours)


def _take(peer: SyncPeer, answer: Json) -> bool:
    """Store what they gave, together with the place behind it; says whether there is more."""
    given = answer.get("given")
    if not isinstance(given, dict):
        return False
    records = wire.read_records(given.get("records"), "given.records")
    waiting = _count(given.get("waiting"))
    with transaction.atomic():
        applying.take(peer, [one for one in records if one.kind in peer.kinds])
        SyncPeer.objects.filter(pk=peer.pk).update(
            taken_to=str(given.get("upto", ""))[:100],
            **({"lost": False} if peer.lost else {}),
            waiting_in=waiting,
            oldest_in_at=_moment(given.get("since")),
            records_in=F("records_in") + len(records),
        )
    applying.try_held_again(peer)
    return waiting > 0


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**62 else 0


def _moment(value: Any) -> datetime | None:
    try:
        return clock.parse(value)
    except ValueError:
        return None


def _went_well(peer: SyncPeer, exchanged: Exchanged, more: bool) -> None:
    count, now = exchanged.bytes_out + exchanged.bytes_in, clock.now()
    changed: dict[str, Any] = {
        "last_contact_at": now,
        "failing_since": None,
        "failures": 0,
        "problem": "",
        "next_at": _when_allowed(peer, exchanged),
        "bytes_out": F("bytes_out") + exchanged.bytes_out,
        "bytes_in": F("bytes_in") + exchanged.bytes_in,
        "rate": count / max(exchanged.seconds, 0.001),
        "ahead_ms": answering.ahead_ms(str(exchanged.answer.get("now", ""))),
    }
    if more and exchanged.seconds < QUICK_S:
        changed["at_a_time"] = min(MOST_AT_A_TIME, peer.at_a_time * 2)
    if not more:
        changed["last_equal_at"] = now
    SyncPeer.objects.filter(pk=peer.pk).update(**changed)


def _when_allowed(peer: SyncPeer, exchanged: Exchanged) -> datetime | None:
    """The bytes of headers count too: with a low limit the next call waits for them."""
    if not peer.bytes_per_s:
        return None
    whole = (exchanged.bytes_out + exchanged.bytes_in + calling.HTTP_OVERHEAD) / peer.bytes_per_s
    return clock.now() + timedelta(seconds=max(0, whole - exchanged.seconds))


def _failed(peer: SyncPeer, problem: Exception) -> None:
    """Later and later, with less at a time; the cause stays on the page until it goes well again."""
    failures = SyncPeer.objects.values_list("failures", flat=True).get(pk=peer.pk) + 1
    pause = min(LONGEST_PAUSE_S, 2 ** min(failures - 1, 10)) * random.uniform(0.8, 1.2)  # noqa: S311  (no secret)
    words = problem.message if isinstance(problem, Refusal) else str(problem)
    changed: dict[str, Any] = {
        "failures": failures,
        "failing_since": peer.failing_since or clock.now(),
        "problem": words[:500],
        "next_at": clock.now() + timedelta(seconds=max(pause, getattr(problem, "wait_s", 0))),
    }
    if getattr(problem, "smaller", False):
        changed["at_a_time"] = max(5, peer.at_a_time // 2)
    SyncPeer.objects.filter(pk=peer.pk).update(**changed)
    if failures == 1:
        log.warning("sync with %s does not go on and keeps trying: %s", peer.name, words)


@contextmanager
def _alone(peer_id: str) -> Iterator[bool]:
    """A lock of this connection; it goes with a worker that dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, peer_id])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, peer_id])
