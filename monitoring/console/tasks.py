"""The Celery door of requests by hand: sources are asked what they have, which may take minutes."""

import logging

from celery import shared_task

from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from monitoring.completion import actions
from monitoring.completion.sources.models import Source
from monitoring.completion.stack.handing_out import hand_out
from monitoring.inventory.queries import streams
from monitoring.logs import book as log
from monitoring.logs.book import Book

LONGEST = 3300  # seconds: below the broker's visibility timeout
book = Book("stack")


@shared_task(name="completion.run_ask", soft_time_limit=LONGEST - 120, time_limit=LONGEST)
def run_ask(
    codes: list[str], start_ns: int, end_ns: int, sources: list[str] | None, force: bool, actor: str
) -> None:
    """Delivered twice, the second one finds requests for the same gaps, or gaps that are filled."""
    chosen = None if sources is None else list(Source.objects.filter(name__in=sources))
    wanted = list(streams().filter(code__in=codes))
    try:
        plans = actions.ask(
            actor=Actor(actor, via="task"),
            by=None,
            streams=wanted,
            start_ns=start_ns,
            end_ns=end_ns,
            sources=chosen,
            force=force,
        )
        book.add(logging.INFO, f"{actor} asked by hand: {len(plans)} requests")
        hand_out()
    except Refusal as problem:
        book.add(logging.ERROR, f"{actor} asked by hand: {problem.message}")
    finally:
        log.store()
