"""The Celery door of the statistics."""

from celery import shared_task

from logging_core.shared.announce import Actor
from monitoring.logs import book
from monitoring.statistics import actions

LONGEST = 3300  # seconds: below the broker's visibility timeout


@shared_task(name="statistics.update", soft_time_limit=LONGEST - 120, time_limit=LONGEST)
def update(setup: int, actor: str = "sealog") -> int:
    """All years of a monitoring setup. Delivered twice, the second one finds nothing changed."""
    try:
        return actions.update_setup(actor=Actor(actor, via="task"), by=None, setup=actions.chosen(setup))
    finally:
        book.store()
