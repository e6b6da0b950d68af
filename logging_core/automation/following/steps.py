"""One follower goes on: reads what is new, hands it over, remembers the place."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection

from logging_core.automation.following.models import Follower
from logging_core.automation.following.registry import Following
from logging_core.shared import clock, feed
from logging_core.shared.models import Change

log = logging.getLogger(__name__)
AT_A_TIME = 500
MOST_FAILURES = 10
LONGEST_PAUSE_S = 30
ERROR_LENGTH = 1000
LOCKS = 0x5EA108  # first number of the advisory locks; the second tells the follower


def enrol(names: Iterable[str]) -> None:
    """Followers that are new begin here and now."""
    new = set(names) - set(Follower.objects.values_list("name", flat=True))
    for name in sorted(new):
        _place(name)


def behind() -> list[str]:
    """Names of followers that have something to read and are not pausing after a failure."""
    now = feed.head()
    ready = Follower.objects.exclude(seq=now.seq, epoch=now.epoch).exclude(next_try_at__gt=clock.now())
    return list(ready.values_list("name", flat=True))


def go_on(following: Following) -> int:
    """Handle everything up to the head of the journal; gives how many changes were handed over.

    While another worker is at it, nothing; nor before the time of the next try after a failure.
    """
    with _alone(following.name) as alone:
        if not alone:
            return 0
        row, handled = _place(following.name), 0
        while not _pausing(row) and row.seq < (head := feed.head().seq):
            handled += _step(following, row, head)
        return handled


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """A lock of this connection; it goes with a worker that dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, name])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            _give_back(name)


def _give_back(name: str) -> None:
    with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, name])


def _place(name: str) -> Follower:
    """The follower's place. A new one starts at the head, and so does everybody in another journal."""
    now = feed.head()
    row, _ = Follower.objects.get_or_create(name=name, defaults={"epoch": now.epoch, "seq": now.seq})
    if row.epoch != now.epoch or row.seq > now.seq:
        row.epoch, row.seq, row.failures, row.careful_to, row.next_try_at = now.epoch, now.seq, 0, 0, None
        row.save()
    return row


def _pausing(row: Follower) -> bool:
    return row.next_try_at is not None and row.next_try_at > clock.now()


def _step(following: Following, row: Follower, head: int) -> int:
    """Read and hand over once. After a failure changes go one by one, to find the one that is to blame."""
    most = 1 if row.seq < row.careful_to else AT_A_TIME
    ahead = Change.objects.filter(seq__gt=row.seq, seq__lte=head, kind__in=following.kinds)
    changes = list(ahead.order_by("seq")[:most])
    try:
        if changes:
            following.handle(changes)
    except (DatabaseError, InterfaceError) as problem:
        if connection.connection is None or connection.connection.closed:
            raise  # the database is away: nobody's fault, and nothing can be written down
        return _failed(row, changes, problem)
    except Exception as problem:
        return _failed(row, changes, problem)
    _done(row, changes[-1].seq if len(changes) == most else head, bool(changes))
    return len(changes)


def _done(row: Follower, place: int, handled: bool) -> None:
    row.seq, row.failures, row.next_try_at = place, 0, None
    if place >= row.careful_to:
        row.careful_to, row.failing_since = 0, None
    if handled:
        row.last_success = clock.now()
    row.save()


def _failed(row: Follower, changes: list[Change], problem: Exception) -> int:
    """Stay at this place and try again later; at last give up on one change, and say so."""
    words = f"{type(problem).__name__}: {problem}"[:ERROR_LENGTH]
    log.warning("follower %s failed from change %s on: %s", row.name, changes[0].seq, words, exc_info=problem)
    row.last_error = words
    row.failing_since = row.failing_since or clock.now()
    if len(changes) > 1:
        row.careful_to = changes[-1].seq
    elif row.failures >= MOST_FAILURES:
        _skip(row, changes[0])
    else:
        row.failures += 1
        row.next_try_at = clock.now() + pause(row.failures)
    row.save()
    return 0


def _skip(row: Follower, change: Change) -> None:
    log.error("follower %s skips change %s (%s %s)", row.name, change.seq, change.kind, change.record_id)
    row.seq, row.failures, row.next_try_at, row.failing_since = change.seq, 0, None, None
    row.skipped += 1
    row.last_skipped_at = clock.now()


def pause(failures: int) -> timedelta:
    """0.5 s, doubling, up to half a minute."""
    return timedelta(seconds=min(0.25 * 2**failures, LONGEST_PAUSE_S))
