"""Records of another instance become ours: merged by the one rule, journaled, stamped, told to open pages.

Everything of one call is in one transaction. Local changes of the same records are stamped before, under the locks
of their rows, so that nobody's change is taken for older than it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from logging_core.automation.sync import clashes, stamping
from logging_core.automation.sync.gathering import state_of
from logging_core.automation.sync.merging import State, Version, in_conflict, merged
from logging_core.automation.sync.models import SyncInstance, SyncPeer, SyncStamp
from logging_core.automation.sync.records import KEEPERS
from logging_core.automation.sync.records.aux_data import set_aside
from logging_core.automation.sync.wire import Told
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.models import Change, FeedHead

Key = tuple[str, str]
VIA = "sync"
AGREED = "sync"  # kind of the entries that only give a number: both sides had made the same


@dataclass
class Storing:
    """One run of records: what is here of them, and what becomes of it."""

    us: SyncInstance
    peer: SyncPeer
    told: Sequence[Told]
    changes: Changes = field(default_factory=lambda: Changes(Actor("")))
    rows: dict[Key, Any] = field(default_factory=dict)
    states: dict[Key, State] = field(default_factory=dict)
    heard_from: dict[Key, str] = field(default_factory=dict)  # of those that have a new version now
    conflicts: int = 0
    taken: int = 0

    def carry_out(self) -> None:
        """In a transaction of the caller, who holds the lock of stamping."""
        self.rows = locked_rows(self.told)
        stamping.finish(self.us)
        stamps = stamps_of({one.key for one in self.told})
        for one in self.told:
            self.states[one.key] = state_of(one.kind, self.rows.get(one.key), stamps.get(one.key))
        with recorded(Actor(self.peer.name, via=VIA), f"from {self.peer.name}") as self.changes:
            for one in self.told:
                self._take(one)
        self._write_stamps()

    def _take(self, one: Told) -> None:
        mine = self.states[one.key]
        result = merged(mine, one.state)
        if in_conflict(mine, one.state):
            self.conflicts += clashes.note_conflict(self.peer, one, mine, result)
        self.changes.actor = Actor(one.by or self.peer.name, via=VIA)
        if not result.says_the_same(mine):
            self.taken += 1
            result = self._store(one, mine, result)
        elif _newer(result.version, mine.version):
            self.changes.add(AGREED, "agree", one.id, after={"kind": one.kind}, quiet=True)
        else:
            return
        whole = result.says_the_same(one.state) and not _newer(result.version, one.state.version)
        self.heard_from[one.key] = self.peer.instance_id if whole else ""
        self.states[one.key] = result

    def _store(self, one: Told, mine: State, result: State) -> State:
        """Write the record. What it must give way to, or what gives way to it, has a new version of ours."""
        keeper, row = KEEPERS[one.kind], self.rows.get(one.key)
        content = result.content
        if content is None:
            if row is not None:
                keeper.remove(self.rows.pop(one.key), self.changes)
            else:
                self.changes.add(AGREED, "agree", one.id, after={"kind": one.kind}, quiet=True)
            return result
        if one.kind == "aux_data":
            result = self._in_its_place(one, result)
            content = result.content or content
        row = keeper.store(row, one.id, content, result.parts, self.changes)
        self.rows[one.key] = row
        if one.kind == "event" and mine.content and mine.content.get("ts") != content.get("ts"):
            clashes.retire_older(row, result.version, {told.id for told in self.told}, self.changes)
        if one.kind in ("cruise", "lowering"):
            clashes.note_same_name(self.peer, one.kind, row)
        return result

    def _in_its_place(self, one: Told, result: State) -> State:
        """One source has one record at an event: of two the later one stays, here and there."""
        clash = clashes.other_of_source(one, result)
        if clash is None:
            return result
        other, version = clash
        version = self.states.get(("aux_data", other.id), State(version)).version
        clashes.note_same_source(self.peer, one, result, other)
        if (version.time, version.origin) > (result.version.time, result.version.origin):
            ours = stamping.next_version(self.us.instance_id, result.version)
            return replace(result, version=ours, content=clashes.retired(result.content))
        set_aside(other, self.changes)
        key = ("aux_data", other.id)
        self.rows[key] = other
        ours = stamping.next_version(self.us.instance_id, version)
        self.states[key] = State(ours, KEEPERS["aux_data"].content(other))
        self.heard_from[key] = ""
        return result

    def _write_stamps(self) -> None:
        seqs = _numbers(len(self.changes.rows))
        rows = [
            SyncStamp(
                kind=key[0],
                record_id=key[1],
                time=self.states[key].version.time,
                origin=self.states[key].version.origin,
                seen=dict(self.states[key].version.seen),
                seq=seqs[key],
                heard_from=heard_from,
                gone=self.states[key].content is None,
            )
            for key, heard_from in self.heard_from.items()
        ]
        fields = ["time", "origin", "seen", "seq", "heard_from", "gone"]
        SyncStamp.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["kind", "record_id"], update_fields=fields
        )


def locked_rows(told: Sequence[Told]) -> dict[Key, Any]:
    rows: dict[Key, Any] = {}
    for kind, keeper in KEEPERS.items():
        ids = [one.id for one in told if one.kind == kind]
        rows |= {(kind, id): row for id, row in (keeper.rows(ids, lock=True) if ids else {}).items()}
    return rows


def stamps_of(keys: set[Key]) -> dict[Key, SyncStamp]:
    found = SyncStamp.objects.filter(record_id__in={id for _, id in keys})
    return {(stamp.kind, stamp.record_id): stamp for stamp in found}


def _newer(one: Version, other: Version) -> bool:
    return (one.time, one.origin) != (other.time, other.origin)


def _numbers(count: int) -> dict[Key, int]:
    """The last number of each record among the changes just written; the head is ours until the commit."""
    head = FeedHead.objects.get().seq
    written = Change.objects.filter(seq__gt=head - count, seq__lte=head).order_by("seq")
    return {
        (
            change.after["kind"] if change.kind == AGREED and change.after else change.kind,
            change.record_id,
        ): change.seq
        for change in written
    }
