"""The side that is called: takes what is given, gives what is wanted, in one answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from logging_core.accounts.models import User
from logging_core.automation.sync import applying, gathering, places, stamping, wire
from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.models import KINDS, SyncInstance, SyncPeer
from logging_core.automation.sync.wire import Told
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, NotAllowed, Refusal, wrong
from logging_core.shared.text import checked_text

MOST_BYTES = 4_000_000
LONGEST_PLACE = 100


class NotNow(Refusal):
    """Come again later."""

    status = 503


@dataclass(frozen=True)
class Question:
    """A call, checked."""

    caller: str
    name: str
    kinds: list[str]
    now: str
    give: "Given | None"
    want: "Wanted | None"


@dataclass(frozen=True)
class Given:
    after: str
    upto: str
    anew: bool
    records: list[Told]


@dataclass(frozen=True)
class Wanted:
    after: str
    records: int
    bytes: int
    whole: bool


def understood(body: Json) -> Question:
    """Raises BadInput that names the field."""
    if body.get("protocol") != wire.PROTOCOL:
        raise wrong("protocol", f"must be {wire.PROTOCOL}; both sides need the same version of the product")
    caller = wire.instance(body.get("instance"), "instance")
    name = checked_text(body.get("name", ""), "name", longest=100)
    return Question(
        caller, name, _kinds(body.get("kinds")), str(body.get("now", ""))[:40], _given(body), _wanted(body)
    )


def _kinds(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(kind, str) and kind in KINDS for kind in value):
        raise wrong("kinds", f"must be an array of {', '.join(KINDS)}")
    return value


def _given(body: Json) -> Given | None:
    give = _object(body, "give")
    if give is None:
        return None
    records = wire.read_records(give.get("records"), "give.records")
    return Given(_place(give, "after", "give"), _place(give, "upto", "give"), give.get("anew") is True, records)


def _wanted(body: Json) -> Wanted | None:
    want = _object(body, "want")
    if want is None:
        return None
    return Wanted(
        _place(want, "after", "want"),
        _number(want.get("records"), "want.records", wire.MOST_RECORDS),
        _number(want.get("bytes"), "want.bytes", MOST_BYTES),
        want.get("whole") is True,
    )


def _object(body: Json, name: str) -> Json | None:
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise wrong(name, "must be of type object")
    return value


def _place(value: Json, name: str, where: str) -> str:
    return checked_text(value.get(name, ""), f"{where}.{name}", longest=LONGEST_PLACE)


def _number(value: Any, where: str, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise wrong(where, f"must be a whole number from 1 to {most}")
    return value


def answered(account: User, asked: Question) -> Json:
    """The answer; what was given is stored when it is there."""
    us = stamping.ourselves()
    peer = _known(account, asked, us)
    if not peer.enabled:
        raise NotNow(f"{settings.SYNC_NAME} has paused the exchange with {peer.name}")
    answer: Json = {"protocol": wire.PROTOCOL, "instance": us.instance_id, "name": settings.SYNC_NAME}
    if asked.give is not None:
        answer["taken"] = _take(peer, asked.give)
    if asked.want is not None:
        answer["given"] = _give(peer, asked, asked.want)
    applying.try_held_again(peer)
    return answer | {"now": clock.iso(clock.now())}


def _known(account: User, asked: Question, us: SyncInstance) -> SyncPeer:
    """The row of the caller, made at the first call. One instance, one account: none speaks for another."""
    if asked.caller == us.instance_id:
        raise Conflict(
            "Both instances have the same identity: one is a copy of the other's database. "
            "Run `manage.py sync_identity --new` on the copy."
        )
    peer = SyncPeer.objects.filter(instance_id=asked.caller).first() or _enrolled(account, asked)
    if peer.account and peer.account != account.id:
        raise NotAllowed("This instance is known here under another account.")
    now = clock.now()
    changed = {"last_contact_at": now, "account": account.id, "ahead_ms": ahead_ms(asked.now)}
    SyncPeer.objects.filter(pk=peer.pk).update(**changed)
    return peer


def _enrolled(account: User, asked: Question) -> SyncPeer:
    word = re.sub(r"[^A-Za-z0-9_-]+", "-", asked.name).strip("-")[:30] or "peer"
    name = word if not SyncPeer.objects.filter(name=word).exists() else f"{word}-{asked.caller[:6]}"
    with recorded(Actor(account.username, account.id, via="sync")) as changes:
        peer = SyncPeer.objects.create(name=name, instance_id=asked.caller, account=account.id)
        changes.add("sync", "create", peer.id, after=peer.record())
    return peer


def ahead_ms(now: str) -> int:
    """How far the other clock is ahead of ours; half of the way of the message is in it."""
    try:
        return int((clock.parse(now) - clock.now()).total_seconds() * 1000)
    except ValueError:
        return 0


def _take(peer: SyncPeer, given: Given) -> Json:
    """What lies between the place we are at and theirs. Any other place: we say where we are."""
    if not peer.takes:
        raise NotAllowed(f"{settings.SYNC_NAME} takes no changes from {peer.name}")
    with transaction.atomic():
        row = SyncPeer.objects.select_for_update().get(pk=peer.pk)
        if given.after != row.heard_to and not given.anew:
            return {"at": row.heard_to, "stored": False}
        unwanted = sorted({one.kind for one in given.records} - set(peer.kinds))
        outcome = applying.take(peer, [one for one in given.records if one.kind in peer.kinds])
        SyncPeer.objects.filter(pk=peer.pk).update(
            heard_to=given.upto, records_in=F("records_in") + len(given.records), last_equal_at=clock.now()
        )
    told = {"changed": outcome.taken, "conflicts": outcome.conflicts, "held": outcome.held, "unwanted": unwanted}
    return {"at": given.upto, "stored": True, **told}


def _give(peer: SyncPeer, asked: Question, wanted: Wanted) -> Json:
    if not peer.gives:
        raise NotAllowed(f"{settings.SYNC_NAME} gives no changes to {peer.name}")
    if not stamping.bring_up_to_date(steps=20):
        raise NotNow(f"{settings.SYNC_NAME} is looking through its journal for the first time")
    us = stamping.ourselves()
    anew = peer.anew and wanted.after != peer.asked_to  # until it has heard of it
    place = places.understood(places.START if anew else wanted.after, us)
    if anew or wanted.whole or _went_back(wanted.after, peer.asked_to):
        place = places.whole_from(place, us)
    kinds = _common(asked.kinds, peer.kinds)
    limits = {"most": wanted.records, "most_bytes": wanted.bytes}
    batch = gathering.gathered(us, place, kinds=kinds, listener=asked.caller, **limits)
    waiting, since = gathering.waiting(batch.upto, kinds, asked.caller)
    SyncPeer.objects.filter(pk=peer.pk).update(
        asked_to=str(batch.upto if anew else place), anew=anew, records_out=F("records_out") + len(batch.records)
    )
    answer = {"records": batch.records, "upto": str(batch.upto), "waiting": waiting}
    return answer | {"since": clock.iso_or_none(since), "kinds": kinds}


def _went_back(after: str, before: str) -> bool:
    """It was further once: restored from a backup."""
    return bool(before) and (after == places.START or places.before(after, before))


def _common(asked: Sequence[str], allowed: Sequence[str]) -> list[str]:
    return [kind for kind in KINDS if kind in asked and kind in allowed]
