"""Asking for a package, and for its verification. Both are the admins' business, as with existing servers."""

from typing import Any

from django.db import connection

from logging_core.exchange.package import packages
from logging_core.exchange.package.console import EXPORT
from logging_core.exchange.package.jobs import VERIFY
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, NotAllowed
from logging_core.shared.jobs import actions as jobs
from logging_core.shared.jobs.models import Job
from logging_core.voyages.models import Voyage

QUEUE = "exports"
LOCK = 0x5EA10A  # number among the advisory locks of the database


def export(*, actor: Actor, user: Any, voyage: Voyage) -> Job:
    """Have a cruise or lowering exported. One at a time: raises Conflict while another export is under way."""
    _check(user)
    with recorded(actor):
        other = _under_way()
        if other is not None:
            raise Conflict(f"{other.title} is being made. One export at a time: ask again when it is done.")
        return jobs.start(
            actor=actor,
            kind=EXPORT,
            title=f"Package of {voyage.KIND} {voyage.name}",
            params={"kind": voyage.KIND, "id": voyage.id},
            queue=QUEUE,
            once=EXPORT,
        )


def _under_way() -> Job | None:
    """Who asks at the same moment waits until we have asked, or have not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return Job.objects.under_way().filter(kind=EXPORT).first()


def verify(*, actor: Actor, user: Any, name: str) -> Job:
    """Have the checksums of a package compared with its files."""
    _check(user)
    package = packages.named(name)
    return jobs.start(
        actor=actor,
        kind=VERIFY,
        title=f"Verification of {package.name}",
        params={"package": package.name},
        queue=QUEUE,
        once=f"{VERIFY}:{package.name}",
    )


def _check(user: Any) -> None:
    if not permissions.is_admin(user):
        raise NotAllowed("Exports are the business of admins.")
