"""The Celery door of the followers."""

from celery import current_app, shared_task
from django.db import InterfaceError, OperationalError

from logging_core.automation.following import steps
from logging_core.automation.following.registry import everybody

AWAY = (OperationalError, InterfaceError)


@shared_task(name="automation.follow", throws=AWAY, ignore_result=True, soft_time_limit=540, time_limit=570)
def follow(name: str = "") -> None:
    """One follower goes on; without a name each that has something to read gets a task of its own.

    So a slow one keeps nobody else waiting.
    """
    known = everybody()
    if name:
        steps.go_on(known[name])
        return
    steps.enrol(known)
    for waiting in steps.behind():
        if waiting in known:
            current_app.send_task("automation.follow", args=[waiting], expires=5)
