"""What two instances did to each other without knowing: what gives way, and what people are told of it."""

from collections.abc import Collection
from typing import Any

from logging_core.automation.sync.merging import Json, State, Version
from logging_core.automation.sync.models import Matter, SyncConflict, SyncPeer, SyncStamp
from logging_core.automation.sync.records.aux_data import set_aside
from logging_core.automation.sync.wire import Told
from logging_core.events.models import AuxData, Event
from logging_core.shared import clock
from logging_core.shared.announce import Changes
from logging_core.shared.models import Change
from logging_core.voyages.models import Voyage

WORDS = {"aux_data": "aux data"}


def note_conflict(peer: SyncPeer, one: Told, mine: State, result: State) -> bool:
    """Changed on both sides: the later change stands, the other is kept here. False: that is known already."""
    ours_stays = result.content == mine.content
    lost = one.state if ours_stays else mine
    mark = f"{lost.version.time} {lost.version.origin}"
    known = SyncConflict.objects.filter(kind=one.kind, record_id=one.id, lost_version=mark)
    if known.exists():
        return False
    maker = _maker(one.kind, one.id)
    winner, loser = (maker, one.by) if ours_stays else (one.by, maker)
    what = f"{WORDS.get(one.kind, one.kind)} {title(result.content or lost.content or {})}"
    whose = "Our" if ours_stays else "Their"
    told = (
        f"{what}: changed here and at {peer.name}. {whose} later change{_by(winner)} stands, not that{_by(loser)}."
    )
    _note(peer, Matter.CONFLICT, one.kind, one.id, told, result.content, lost.content, mark)
    return True


def note_same_source(peer: SyncPeer, one: Told, result: State, other: AuxData) -> None:
    told = f"aux data of {other.data_source} at one event, made here and at {peer.name}: the later one stands"
    kept = {"id": other.id, "values": other.data_array}
    _note(peer, Matter.SOURCE, one.kind, one.id, told, kept, result.content)


def note_same_name(peer: SyncPeer, kind: str, row: Voyage) -> None:
    """Names are not unique among instances. Both records stay; people decide which of them is renamed."""
    model: Any = type(row)
    for other in model.objects.filter(name=row.name).exclude(id=row.id)[:5]:
        pair = sorted([row.id, other.id])
        if not SyncConflict.objects.filter(
            matter=Matter.NAME, kind=kind, record_id=pair[0], kept__id=pair[1]
        ).exists():
            told = f"two {kind}s are named {row.name}: {pair[0]} and {pair[1]}. Both are kept; rename one of them."
            _note(peer, Matter.NAME, kind, pair[0], told, {"id": pair[1]}, None)


def other_of_source(one: Told, result: State) -> tuple[AuxData, Version] | None:
    """The record that has the place of this aux data already, with its version."""
    content = result.content or {}
    if content.get("retired"):
        return None
    living = AuxData.objects.current().filter(event__id=content.get("event"), data_source=content.get("source"))
    other = living.exclude(id=one.id).select_related("event").first()
    if other is None:
        return None
    stamp = SyncStamp.objects.filter(kind="aux_data", record_id=other.id).first()
    return other, Version(stamp.time, stamp.origin, stamp.seen) if stamp else State().version


def retired(content: Json | None) -> Json:
    return {**(content or {}), "retired": clock.iso(clock.now())}


def retire_older(event: Event, version: Version, coming: Collection[str], changes: Changes) -> None:
    """The time of an event was corrected: aux data made before that belongs to another moment.

    What comes by itself is left alone: there it was retired already.
    """
    for aux in AuxData.objects.current().filter(event=event).exclude(id__in=coming).select_related("event"):
        stamp = SyncStamp.objects.filter(kind="aux_data", record_id=aux.id).first()
        if stamp is not None and stamp.time < version.time:
            set_aside(aux, changes)


def title(content: Json) -> str:
    """What people call it."""
    words = content.get("name") or content.get("event_name") or content.get("value") or content.get("source") or ""
    return f"{words} {content.get('ts', '')}".strip()[:120]


def _by(name: str) -> str:
    return f" by {name}" if name else ""


def _maker(kind: str, id: str) -> str:
    stamp = SyncStamp.objects.filter(kind=kind, record_id=id).first()
    changed = Change.objects.filter(seq=stamp.seq).values_list("actor", flat=True).first() if stamp else None
    return changed or ""


def _note(
    peer: SyncPeer,
    matter: Matter,
    kind: str,
    id: str,
    told: str,
    kept: Json | None,
    lost: Json | None,
    lost_version: str = "",
) -> None:
    what: Json = {"kind": kind, "record_id": id, "kept": kept, "lost": lost, "lost_version": lost_version}
    SyncConflict.objects.create(peer=peer.name, matter=matter, told=told, **what)
