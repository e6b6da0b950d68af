"""Celery door of the triggers."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.automation.triggers import evaluating

AWAY = (OperationalError, InterfaceError)


@shared_task(name="automation.look_at_triggers", throws=AWAY, ignore_result=True)
def look_at_triggers() -> None:
    """Sent by beat; of two at once each trigger is looked at by one."""
    evaluating.evaluate_all()
