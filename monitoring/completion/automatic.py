"""The automatic update: on or off, when the next one is due, and the lock that keeps updates apart."""

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict
from monitoring.completion.models import THE_ONE, AutomaticUpdate, Configuration
from monitoring.completion.stack.leases import beating
from monitoring.completion.window import first_run, next_run
from qualitycontrol.rules import check_operator

Lost = Callable[[], bool]


def switch(*, actor: Actor, by: Any, on: bool) -> AutomaticUpdate:
    """Start or stop it. The first one is due at the next full hour, or at the hour of a daily update."""
    check_operator(by)
    configuration = Configuration.the()
    if on:
        _ = configuration.final
    AutomaticUpdate.the()
    with recorded(actor) as changes:
        row = AutomaticUpdate.objects.select_for_update().get(pk=THE_ONE)
        if row.enabled != on:
            row.enabled = on
            row.next_run = first_run(configuration.shape, clock.now()) if on else None
            row.save(update_fields=["enabled", "next_run"])
            after = {"enabled": on, "next_run": clock.iso_or_none(row.next_run)}
            changes.add("update", "start" if on else "stop", "automatic", after=after)
    return row


def is_due() -> bool:
    now = clock.now()
    return AutomaticUpdate.objects.filter(_free(now), enabled=True, next_run__lte=now).exists()


def schedule_next() -> None:
    """The next one is a period after this one, never in the past."""
    row, shape = AutomaticUpdate.the(), Configuration.the().shape
    if row.enabled:
        AutomaticUpdate.objects.filter(pk=THE_ONE).update(next_run=next_run(shape, clock.now()))


@contextmanager
def alone(name: str) -> Iterator[Lost]:
    """The lock of all updates, with its owner. Raises Conflict while another one holds it.

    Gives a function that says whether the lock was lost.
    """
    owner = f"{name} on {socket.gethostname()}:{os.getpid()} {secrets.token_hex(4)}"[-100:]
    AutomaticUpdate.the()
    now = clock.now()
    taken = AutomaticUpdate.objects.filter(_free(now), pk=THE_ONE).update(
        owner=owner, expires_at=_lease_end(), started_at=now, ended_at=None, progress_done=0, progress_total=0
    )
    if not taken:
        raise Conflict(f"An update is running already: {AutomaticUpdate.the().owner}")
    held = AutomaticUpdate.objects.filter(pk=THE_ONE, owner=owner)
    try:
        with beating(lambda: bool(held.update(expires_at=_lease_end()))) as lost:
            yield lost
    finally:
        held.update(owner="", expires_at=None, ended_at=clock.now(), stage="")


def progress(stage: str, done: int, total: int) -> None:
    """For those who watch."""
    AutomaticUpdate.objects.filter(pk=THE_ONE).update(stage=stage, progress_done=done, progress_total=total)


def _free(now: Any) -> Q:
    return Q(owner="") | Q(expires_at__lt=now)


def _lease_end() -> Any:
    return clock.now() + timedelta(seconds=settings.ARCHIVE_LEASE_SECONDS)
