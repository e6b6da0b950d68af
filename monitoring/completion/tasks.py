"""Celery doors of the completion. Requests and updates go to the queue `archive` (settings), the tick does not."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.shared.announce import Actor
from monitoring.completion import automatic, update
from monitoring.completion.stack import running
from monitoring.completion.stack.handing_out import hand_out
from monitoring.completion.stack.transitions import worker_name
from monitoring.logs import book
from monitoring.logs.actions import prune as prune_log

AWAY = (OperationalError, InterfaceError)
LONGEST = 3300  # seconds: below the broker's visibility timeout
TIMES = {"soft_time_limit": LONGEST - 120, "time_limit": LONGEST}


@shared_task(name="completion.run_request", **TIMES)
def run_request(pk: int) -> None:
    """One try of a request. Delivered twice, the second one finds it taken. Its place goes to the next."""
    try:
        running.run(pk, worker_name())
    finally:
        hand_out()
        book.store()


@shared_task(name="completion.run_update", **TIMES)
def run_update(start_ns: int | None = None, end_ns: int | None = None, actor: str = "sealog") -> None:
    """The whole update; while another one is at it, nothing."""
    try:
        update.run(actor=Actor(actor, via="task"), by=None, start_ns=start_ns, end_ns=end_ns)
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
    """Every hour: the log stays small."""
    prune_log()
