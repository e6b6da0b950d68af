"""Celery doors of the automatic services."""

import shutil

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError

from logging_core.automation import actions
from logging_core.automation.models import FREE_BYTES, FREE_PERCENT
from logging_core.shared import clock

AWAY = (OperationalError, InterfaceError)  # the database is: not worth a traceback each five seconds


@shared_task(name="automation.asnap_tick", throws=AWAY)
def asnap_tick() -> None:
    """Called several times a period; the period's id makes it one event."""
    actions.snap(clock.now())


@shared_task(name="automation.measure_free_space", throws=AWAY)
def measure_free_space() -> None:
    """Free bytes and percent FREE of the disk that holds the pictures."""
    disk = shutil.disk_usage(settings.DATA_DIR)
    actions.set_variable(actor=actions.SERVICE, name=FREE_BYTES, value=str(disk.free))
    actions.set_variable(actor=actions.SERVICE, name=FREE_PERCENT, value=str(round(disk.free / disk.total * 100)))
