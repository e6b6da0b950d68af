"""Celery doors of notifications."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.automation.notifications import posting, sending

AWAY = (OperationalError, InterfaceError)


@shared_task(name=posting.TASK, throws=AWAY, ignore_result=True)
def send_notification(number: int) -> None:
    sending.send(number)


@shared_task(name="automation.send_due_notifications", throws=AWAY, ignore_result=True)
def send_due_notifications() -> None:
    for number in sending.due():
        sending.send(number)
