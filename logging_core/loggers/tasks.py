"""Celery doors of the loggers."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.loggers.old_lines import delete_old_lines
from logging_core.loggers.waiting_commands import answer_waiting_commands

AWAY = (OperationalError, InterfaceError)


@shared_task(name="loggers.carry_out_commands", throws=AWAY)
def carry_out_commands() -> int:
    """What loggers have commanded since the last time."""
    return answer_waiting_commands()


@shared_task(name="loggers.delete_old_lines", throws=AWAY)
def delete_old() -> int:
    """Lines of the log, and commands, that are older than the age set."""
    return delete_old_lines()
