"""Celery doors of the aux data."""

from datetime import timedelta

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.automation.aux_rules import followers, sending, working
from logging_core.automation.aux_rules.models import OPEN, AuxTask, Kind, TaskState
from logging_core.automation.aux_rules.sources import kinds
from logging_core.shared import clock

__all__ = ["followers"]
AWAY = (OperationalError, InterfaceError)
KEPT = timedelta(days=14)  # what is known of a task, for health and marks


@shared_task(name="automation.aux_data", throws=AWAY, ignore_result=True)
def aux_data(lane: str) -> None:
    """Carry out what is due in one lane; several workers may be at it."""
    working.work(lane)


@shared_task(name="automation.aux_data_due", throws=AWAY, ignore_result=True)
def aux_data_due() -> None:
    """Tasks whose next try has come, and those a dead worker left; posted records that did not come."""
    now = clock.now()
    due = set(AuxTask.objects.due(now).values_list("rule__kind", flat=True).distinct())
    sending.send(*[lane for lane, of_lane in kinds.LANES.items() if due & set(of_lane)]) if due else None
    overdue = AuxTask.objects.filter(state__in=OPEN, rule__kind=Kind.POSTED).select_related("rule")
    late = [task.pk for task in overdue.iterator() if now >= task.asked_at + timedelta(seconds=task.rule.wait_s)]
    AuxTask.objects.filter(pk__in=late, state__in=OPEN).update(
        state=TaskState.MISSING, finished_at=now, cause="no record was posted"
    )


@shared_task(name="automation.aux_data_prune", throws=AWAY, ignore_result=True)
def prune() -> None:
    AuxTask.objects.filter(asked_at__lt=clock.now() - KEPT).delete()
