"""How the snapshots are: for the header strip and the page."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from logging_core.automation.actions import ASNAP
from logging_core.automation.asnap.models import AsnapService
from logging_core.automation.models import ASNAP_STATUS, CustomVariable
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.models import Change

SILENT_INTERVALS = 3  # without a snapshot for so many intervals it does not really run
SILENT_SECONDS = 5  # at least: a short interval is not late at once
SERVICE_GONE = timedelta(seconds=30)


def status() -> dict[str, Any]:
    """`late`: on, but no snapshot comes. `by`, `since`: who switched it and when. Times are ISO."""
    row = AsnapService.objects.first() or AsnapService()
    variable = CustomVariable.objects.get(name=ASNAP_STATUS)
    on = variable.value == "On"
    switched = _last_switch(variable.id)
    last = Event.objects.filter(value=ASNAP).alive().order_by("-ts").values_list("ts", flat=True).first()
    since = switched.at if switched else None
    counted = max(filter(None, (since, row.set_at)), default=None)
    return {
        "on": on,
        "interval_s": row.interval,
        "timeout_min": row.record()["timeout_min"],
        "silent_s": max(SILENT_INTERVALS * row.interval, SILENT_SECONDS),
        "last_ts": clock.iso_or_none(last),
        "since": clock.iso_or_none(since),
        "by": switched.actor if switched else "",
        "off_at": clock.iso(counted + row.timeout) if on and counted and row.timeout else None,
        "looked_at": clock.iso_or_none(row.looked_at),
    }


def service_is_gone() -> bool:
    """Whether the service has given no sign of life for half a minute."""
    row = AsnapService.objects.first()
    return row is None or row.looked_at is None or clock.now() - row.looked_at > SERVICE_GONE


def _last_switch(id: str) -> Change | None:
    changes = Change.objects.filter(kind="variable", record_id=id).exclude(before=F("after"))
    return changes.order_by("-seq").first()
