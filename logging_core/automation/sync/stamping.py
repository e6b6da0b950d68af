"""Gives every local change its version: from the journal, in order, in one statement for many changes.

Nothing is added to the way in which people change records. Whoever needs versions brings them up to date first.
"""

import time
from typing import Any

from django.db import connection, transaction

from logging_core.automation.sync.merging import Version
from logging_core.automation.sync.models import KINDS, SyncInstance
from logging_core.shared import feed

AT_A_TIME = 5000
# A change that changes nothing is no version; neither is who may see a record, which each instance decides itself.
STAMP = """
INSERT INTO logging_core_syncstamp AS stamp (kind, record_id, time, origin, seen, seq, heard_from, gone)
SELECT DISTINCT ON (kind, record_id) kind, record_id, made, %(us)s, jsonb_build_object(%(us)s, made), seq, '', gone
FROM (
    SELECT kind, record_id, seq, (extract(epoch FROM at) * 1000000)::bigint AS made,
           verb = 'delete' AND kind IN ('cruise', 'lowering', 'template') AS gone
    FROM logging_core_change
    WHERE seq > %(after)s AND seq <= %(upto)s AND kind = ANY(%(kinds)s) AND verb NOT IN ('withdraw', 'access')
      AND (before IS DISTINCT FROM after OR verb = 'retire')
) AS changed
ORDER BY kind, record_id, seq DESC
ON CONFLICT (kind, record_id) DO UPDATE SET
    time = greatest(excluded.time, stamp.time + 1),
    origin = excluded.origin,
    seen = stamp.seen || jsonb_build_object(%(us)s, greatest(excluded.time, stamp.time + 1)),
    seq = excluded.seq,
    heard_from = '',
    gone = excluded.gone
WHERE stamp.seq < excluded.seq
"""


def ourselves() -> SyncInstance:
    return SyncInstance.objects.get_or_create(pk=1)[0]


def locked() -> SyncInstance:
    """Whoever stamps or stores does so alone."""
    ourselves()
    return SyncInstance.objects.select_for_update().get(pk=1)


def bring_up_to_date(steps: int = 1000) -> bool:
    """Stamp what is new, in steps of a transaction each. False: there is more than so many steps of it."""
    for _ in range(steps):
        with transaction.atomic():
            if _step(locked()):
                return True
    return False


def finish(us: SyncInstance) -> None:
    """Stamp all that is new, inside the transaction of somebody who holds the lock."""
    while not _step(us):
        pass


def _step(us: SyncInstance) -> bool:
    head = feed.head().seq
    upto = min(head, us.seq + AT_A_TIME)
    if us.seq > head:  # an emptied database
        us.seq = upto = 0
    if upto > us.seq:
        asked: dict[str, Any] = {"us": us.instance_id, "after": us.seq, "upto": upto, "kinds": list(KINDS)}
        with connection.cursor() as cursor:
            cursor.execute(STAMP, asked)
        us.seq = upto
        us.save(update_fields=["seq"])
    return us.seq >= head


def next_version(us: str, *before: Version) -> Version:
    """A version made here and now from others."""
    made = max([time.time_ns() // 1000, *(version.time + 1 for version in before)])
    seen: dict[str, int] = {}
    for version in before:
        seen = {
            origin: max(seen.get(origin, -1), version.seen.get(origin, -1)) for origin in {*seen, *version.seen}
        }
    return Version(made, us, {**seen, us: made})
