"""Takes what another instance tells: all of it if it can be, otherwise all but the record that cannot."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import DataError, IntegrityError, transaction
from django.db.models import F

from logging_core.automation.sync import stamping, wire
from logging_core.automation.sync.models import SyncHeld, SyncInstance, SyncPeer
from logging_core.automation.sync.storing import Storing, locked_rows
from logging_core.automation.sync.wire import Told
from logging_core.shared import clock
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
UNFIT = (Refusal, IntegrityError, DataError)
TRIED_AT_A_TIME = 100
LONGEST_WAIT_S = 3600


@dataclass
class Outcome:
    """Of the records told: how many changed ours, were in conflict, could not be stored."""

    taken: int = 0
    conflicts: int = 0
    held: int = 0


def take(peer: SyncPeer, told: Sequence[Told]) -> Outcome:
    """Inside a transaction of the caller, who stores the place in it."""
    outcome = Outcome()
    if told:
        us = stamping.locked()
        locked_rows(told)  # all at once and before anything is written: people change records in this order too
        _take(us, peer, told, outcome)
        events = [one.id for one in told if one.kind == "event"]
        waiting = SyncHeld.objects.filter(peer=peer, outgoing=False, kind="aux_data", wire__c__event__in=events)
        waiting.update(next_at=clock.now())
    return outcome


def _take(us: SyncInstance, peer: SyncPeer, told: Sequence[Told], outcome: Outcome) -> None:
    """Halves of what does not go together, down to the one record that is to blame."""
    storing = Storing(us, peer, told)
    try:
        with transaction.atomic():
            storing.carry_out()
            SyncHeld.objects.filter(peer=peer, outgoing=False, record_id__in=[one.id for one in told]).delete()
    except UNFIT as problem:
        if len(told) == 1:
            _hold(peer, told[0], problem)
            outcome.held += 1
            return
        middle = len(told) // 2
        _take(us, peer, told[:middle], outcome)
        _take(us, peer, told[middle:], outcome)
        return
    outcome.taken += storing.taken
    outcome.conflicts += storing.conflicts


def _hold(peer: SyncPeer, one: Told, problem: Exception) -> None:
    words = problem.message if isinstance(problem, Refusal) else f"{type(problem).__name__}: {problem}"
    hold(peer, one, words[:500], outgoing=False)


def hold(peer: SyncPeer, one: Told, words: str, *, outgoing: bool) -> None:
    """Put a record aside, or say once more that it did not fit; it is tried again later and later."""
    log.warning("sync with %s: %s %s is held: %s", peer.name, one.kind, one.id, words)
    row, new = SyncHeld.objects.get_or_create(
        peer=peer,
        outgoing=outgoing,
        kind=one.kind,
        record_id=one.id,
        defaults={"wire": wire.written(one), "problem": words, "next_at": clock.now() + timedelta(seconds=10)},
    )
    if not new:
        pause = timedelta(seconds=min(10 * 2 ** min(row.tries, 12), LONGEST_WAIT_S))
        SyncHeld.objects.filter(pk=row.pk).update(
            wire=wire.written(one), problem=words, tries=F("tries") + 1, next_at=clock.now() + pause
        )


def try_held_again(peer: SyncPeer) -> None:
    """Records that did not fit before, once their time has come."""
    due = SyncHeld.objects.filter(peer=peer, outgoing=False, next_at__lte=clock.now())
    for row in due.order_by("pk")[:TRIED_AT_A_TIME]:
        with transaction.atomic():
            take(peer, [wire.read(row.wire, "record")])
