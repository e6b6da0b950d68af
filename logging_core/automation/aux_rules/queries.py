"""Which rules, which work."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Q

LEASE = timedelta(seconds=60)
# A conditional update that skips what others hold: two workers never get one row. New events go first.
CLAIM = """
UPDATE logging_core_auxtask SET state = 'running', claim = %(claim)s, lease_until = %(until)s, tries = tries + 1
WHERE id IN (
    SELECT task.id FROM logging_core_auxtask task JOIN logging_core_auxrule rule ON rule.ordinal = task.rule_id
    WHERE (task.state = 'waiting' AND task.next_try <= %(now)s
           OR task.state = 'running' AND task.next_try <= %(now)s AND task.lease_until < %(now)s)
      AND rule.kind = ANY(%(kinds)s)
    ORDER BY task.tries, task.next_try, task.id LIMIT %(most)s FOR UPDATE OF task SKIP LOCKED)
RETURNING id
"""


class AuxRuleQuerySet(models.QuerySet[Any]):
    def working(self) -> "AuxRuleQuerySet":
        return self.filter(enabled=True)

    def answerable(self) -> "AuxRuleQuerySet":
        """Those whose sources can tell values of the past."""
        return self.filter(kind__in=("streams", "influxdb"))


class AuxTaskQuerySet(models.QuerySet[Any]):
    def claimed(self, kinds: Iterable[str], now: datetime, most: int) -> list[Any]:
        """Take what is due of rules of these kinds; what a worker that died left behind comes again."""
        claim = uuid.uuid4()
        asked: dict[str, Any] = {
            "claim": str(claim),
            "until": now + LEASE,
            "now": now,
            "kinds": list(kinds),
            "most": most,
        }
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, asked)
            ids = [id for (id,) in cursor.fetchall()]
        return list(self.filter(id__in=ids).select_related("event", "rule").order_by("tries", "next_try", "id"))

    def due(self, now: datetime) -> "AuxTaskQuerySet":
        lost = Q(state="running", lease_until__lt=now)
        return self.filter(Q(state="waiting") | lost, next_try__lte=now).exclude(rule__kind="posted")
