"""Celery doors of the streams."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.streams.retention import drop_old_days
from logging_core.streams.rollups import roll_up_what_is_due

AWAY = (OperationalError, InterfaceError)
AT_MOST = 50.0  # seconds; the rest is for the next minute


@shared_task(name="streams.roll_up", throws=AWAY)
def roll_up() -> int:
    """Hours that are over and were not rolled up yet, or have got late samples."""
    return roll_up_what_is_due(AT_MOST)


@shared_task(name="streams.drop_old_days", throws=AWAY)
def drop_days() -> int:
    """Days of samples that are older than the age set."""
    return drop_old_days()
