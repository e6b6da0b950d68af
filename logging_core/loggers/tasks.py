"""Celery doors of the loggers."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.loggers.waiting_commands import answer_waiting_commands


@shared_task(name="loggers.carry_out_commands", throws=(OperationalError, InterfaceError))
def carry_out_commands() -> int:
    """What loggers have commanded since the last time."""
    return answer_waiting_commands()
