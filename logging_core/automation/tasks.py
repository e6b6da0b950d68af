"""Celery doors of the automatic services."""

import shutil
from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError

from logging_core.automation import actions
from logging_core.automation.asnap.actions import tick
from logging_core.automation.aux_rules import tasks as aux_rules  # noqa: F401  (its tasks and follower)
from logging_core.automation.following import tasks as following  # noqa: F401  (its tasks)
from logging_core.automation.models import FREE_BYTES, FREE_PERCENT
from logging_core.automation.responders import followers as responders  # noqa: F401  (the follower)
from logging_core.automation.rules import followers as rules  # noqa: F401  (the follower)
from logging_core.shared import clock
from logging_core.shared.errors import NotAllowed

AWAY = (OperationalError, InterfaceError)  # the database is: not worth a traceback each second


@shared_task(name="automation.asnap_tick", throws=AWAY, ignore_result=True)
def asnap_tick() -> None:
    """Each second; lost, late and doubled ones do no harm. A read-only copy gets its snapshots from elsewhere."""
    with suppress(NotAllowed):
        tick(clock.now())


@shared_task(name="automation.measure_free_space", throws=AWAY)
def measure_free_space() -> None:
    """Free bytes and percent FREE of the disk that holds the pictures."""
    disk = shutil.disk_usage(settings.DATA_DIR)
    actions.set_variable(actor=actions.SERVICE, name=FREE_BYTES, value=str(disk.free))
    actions.set_variable(actor=actions.SERVICE, name=FREE_PERCENT, value=str(round(disk.free / disk.total * 100)))
