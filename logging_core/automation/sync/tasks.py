"""Celery doors of the exchange. They have workers of their own: a link that hangs keeps nobody else waiting."""

from celery import current_app, shared_task
from django.db import InterfaceError, OperationalError

from logging_core.automation.sync import queries, running, stamping

AWAY = (OperationalError, InterfaceError)


@shared_task(name="sync.tick", throws=AWAY, ignore_result=True)
def tick() -> None:
    """Each second: whose turn is it?"""
    if queries.anybody():
        stamping.bring_up_to_date()
        for peer_id in queries.due():
            current_app.send_task("sync.run", args=[peer_id], queue="sync", expires=30)


@shared_task(name="sync.run", throws=AWAY, ignore_result=True)
def run(peer_id: str) -> None:
    running.run(peer_id)
