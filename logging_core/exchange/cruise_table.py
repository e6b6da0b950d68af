"""The table of cruises as a file (CSV in the form of existing servers), once or kept up to date."""

import logging
import select
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from django.db import DatabaseError, InterfaceError, connection

from logging_core.exchange.as_sealog import shapes
from logging_core.exchange.as_sealog.table import voyage_table
from logging_core.exchange.package import files
from logging_core.shared import feed
from logging_core.shared.announce import CHANNEL
from logging_core.shared.feed import Position
from logging_core.shared.models import Change
from logging_core.voyages.models import Cruise

log = logging.getLogger(__name__)
LOOK_ANYWAY_S = 5.0
RETRY_S = 2.0


def parts() -> Iterator[str]:
    """All cruises, newest first; nothing when there is none."""
    cruises = Cruise.objects.order_by("-start_ts", "-ordinal").prefetch_related("access_list")
    records = [shapes.voyage(cruise) for cruise in cruises]
    return voyage_table(Cruise.KIND, records) if records else iter(())


def write(path: Path) -> None:
    files.write(path, parts())


def keep(path: Path) -> None:
    """Write it, and again after each change of a cruise, for ever; on when the database comes back."""
    while True:
        try:
            _follow(path)
        except (psycopg2.Error, DatabaseError, InterfaceError) as problem:
            log.warning("the table of cruises lost the database and keeps trying: %s", problem)
        connection.close()
        time.sleep(RETRY_S)


def _follow(path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    raw = connection.connection
    written: Position | None = None
    while True:
        raw.notifies.clear()
        now = feed.head()
        if written is None or _cruises_changed(written, now):
            write(path)
        written = now
        if not raw.notifies:
            select.select([raw], [], [], LOOK_ANYWAY_S)
            raw.poll()


def _cruises_changed(since: Position, now: Position) -> bool:
    if since.epoch != now.epoch:
        return True
    return Change.objects.filter(seq__gt=since.seq, seq__lte=now.seq, kind=Cruise.KIND).exists()
