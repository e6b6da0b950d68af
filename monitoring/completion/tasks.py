"""Celery doors of the completion. Requests and updates go to the queue `archive` (settings), the tick does not."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.shared.announce import Actor
from monitoring.completion import automatic, update
from monitoring.completion.stack import ahead, running
from monitoring.completion.stack.handing_out import hand_out
from monitoring.completion.stack.transitions import worker_name
from monitoring.logs import book
from monitoring.logs.actions import prune as prune_log
from qualitycontrol.archive.merges import empty_trash
from qualitycontrol.archive.models import Archive

AWAY = (OperationalError, InterfaceError)
LONGEST = 3300  # seconds: below the broker's visibility timeout
SOON = LONGEST - 120


@shared_task(name="completion.run_request", soft_time_limit=SOON, time_limit=LONGEST)
def run_request(pk: int) -> None:
    """One try of a request. Delivered twice, the second one finds it taken. Its place goes to the next."""
    try:
        running.run(pk, worker_name())
    finally:
        hand_out()
        book.store()


@shared_task(name="completion.run_update", soft_time_limit=SOON, time_limit=LONGEST)
def run_update(
    start_ns: int | None = None, end_ns: int | None = None, actor: str = "sealog", dry_run: bool = False
) -> None:
    """The whole update; while another one is at it, nothing."""
    try:
        update.run(actor=Actor(actor, via="task"), by=None, start_ns=start_ns, end_ns=end_ns, dry_run=dry_run)
    finally:
        book.store()


@shared_task(name="completion.tick", throws=AWAY)
def tick() -> None:
    """Every half minute: dead workers' requests wait again, due ones are handed out, a due update is started."""
    hand_out()
    if automatic.is_due():
        run_update.delay()
    book.store()


@shared_task(name="completion.prune", throws=AWAY)
def prune() -> None:
    """Every hour: the log stays small, old backups and answers that nobody came for go."""
    prune_log()
    ahead.prune()
    for archive in Archive.objects.all():
        empty_trash(archive)
