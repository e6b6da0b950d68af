"""How the sources are: what came, how fast, what did not, and why."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from logging_core.automation.aux_rules.models import OPEN, OWED, AuxOrigin, AuxRule, AuxTask, TaskState
from logging_core.automation.aux_rules.origins import SAME_FOR
from logging_core.events.models import AuxData
from logging_core.shared import clock

LOOK_BACK = timedelta(hours=24)
MOST_GAPS = 10
DELAY = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY delay), percentile_cont(0.95) WITHIN GROUP (ORDER BY delay)
FROM (SELECT extract(epoch FROM attached_at - asked_at) AS delay FROM logging_core_auxtask
      WHERE rule_id = %s AND attached_at IS NOT NULL ORDER BY asked_at DESC LIMIT 200) latest
"""
# Runs of events, in the order of their times, that have no record.
GAPS = """
SELECT min(ts), max(ts), count(*) FROM (
    SELECT event.ts, task.state IN ('missing', 'failed') AS owed,
           row_number() OVER (ORDER BY event.ts, event.ordinal)
           - row_number() OVER (PARTITION BY task.state IN ('missing', 'failed') ORDER BY event.ts, event.ordinal)
           AS island
    FROM logging_core_auxtask task JOIN logging_core_event event ON event.ordinal = task.event_id
    WHERE task.rule_id = %s AND task.asked_at >= %s AND event.state <> 'deleted'
      AND task.state IN ('missing', 'failed', 'done')
) run WHERE owed GROUP BY island ORDER BY min(ts) DESC LIMIT %s
"""


def of_rules() -> list[dict[str, Any]]:
    """Every rule with its health, those that are on first."""
    now = clock.now()
    return [
        of_rule(rule, now) for rule in AuxRule.objects.order_by("-enabled", "name").prefetch_related("origins")
    ]


def of_rule(rule: AuxRule, now: datetime) -> dict[str, Any]:
    tasks = AuxTask.objects.filter(rule=rule, asked_at__gte=now - LOOK_BACK)
    counts = dict(tasks.values_list("state").annotate(number=Count("id")))
    attached = AuxTask.objects.filter(rule=rule, attached_at__isnull=False).order_by("-asked_at").first()
    last = attached.attached_at if attached else None
    middle, slow = _delay(rule)
    told = {
        "rule": rule,
        "last_success": last,
        "age_s": (now - last).total_seconds() if last else None,
        "attached": counts.get(TaskState.DONE, 0),
        "waiting": sum(counts.get(state, 0) for state in OPEN),
        "owed": sum(counts.get(state, 0) for state in OWED),
        "failure": tasks.exclude(cause="").order_by("-asked_at").first(),
        "delay_s": middle,
        "delay_p95_s": slow,
        "gaps": _gaps(rule, now) if any(counts.get(state) for state in OWED) else [],
        "origins": [_origin(origin, now) for origin in rule.origins.all()],
    }
    return told | {"state": _state(rule, told)}


def _state(rule: AuxRule, told: dict[str, Any]) -> str:
    """off, idle (nothing asked yet), well, late, failing: by the last event that is through with it."""
    if not rule.enabled:
        return "off"
    last = (
        AuxTask.objects.filter(rule=rule).exclude(state__in=[*OPEN, TaskState.LEFT]).order_by("-asked_at").first()
    )
    if any(origin["trouble"] for origin in told["origins"]):
        return "failing"
    if last is None:
        return "late" if told["waiting"] > 1 else "idle"
    return "well" if last.state == TaskState.DONE else "failing"


def _delay(rule: AuxRule) -> tuple[float | None, float | None]:
    """Seconds from the arrival of an event to its record: median and p95 of the last 200."""
    with connection.cursor() as cursor:
        cursor.execute(DELAY, [rule.pk])
        middle, slow = cursor.fetchone()
    return (None, None) if middle is None else (float(middle), float(slow))


def _gaps(rule: AuxRule, now: datetime) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(GAPS, [rule.pk, now - LOOK_BACK, MOST_GAPS])
        return [{"start": start, "end": end, "events": events} for start, end, events in cursor.fetchall()]


def _origin(origin: AuxOrigin, now: datetime) -> dict[str, Any]:
    still = origin.digest and origin.shows_since and origin.answered_at
    same_for = origin.answered_at - origin.shows_since if still else None  # type: ignore[operator]
    return {
        "name": str(origin),
        "trouble": origin.trouble if origin.failures else "",
        "trouble_at": origin.trouble_at,
        "rests": bool(origin.rests_until and origin.rests_until > now),
        "answered_at": origin.answered_at,
        "same_since": origin.shows_since if same_for and same_for >= SAME_FOR else None,
    }


def of_other_sources() -> list[dict[str, Any]]:
    """Sources whose records come from elsewhere and that no rule expects: the newest event that has one."""
    ours = set(AuxRule.objects.values_list("data_source", flat=True))
    names = [name for name in AuxData.objects.source_names() if name not in ours]
    return [{"data_source": name, "last": _newest(name)} for name in names[:100]]


def _newest(data_source: str) -> datetime | None:
    newest = AuxData.objects.current().filter(data_source=data_source).select_related("event")
    found = newest.order_by("-event_id").first()
    return found.event.ts if found else None
