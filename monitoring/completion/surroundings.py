"""Where the completion lives, and whether what it needs works."""

import os
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from logging_core.shared import clock
from monitoring.completion.models import Configuration
from monitoring.completion.stack import places as working
from monitoring.health.probes import NotWell, archive_worker, broker, worker

MOST_SECONDS_OFF = 2.0


def places() -> dict[str, str]:
    """Folders, programs and versions."""
    archive = Configuration.the().archive
    return {
        "root": str(settings.BASE_DIR),
        "python": sys.executable,
        "manage.py": str(settings.BASE_DIR / "manage.py"),
        "data": str(settings.DATA_DIR),
        "working folder": str(working.root()),
        "archive": archive.root if archive else "not configured",
        "archive roots": ", ".join(map(str, settings.ARCHIVE_ROOTS)),
        "pymseed": version("pymseed"),
        "obspy": version("obspy"),
        "external programs": ", ".join(settings.SOURCE_PROGRAMS) or "none",
    }


def checks() -> dict[str, str]:
    """What is wrong with each part; an empty text when nothing is."""
    return {
        "archive writable": _archive(),
        "disk": _disk(),
        "broker": _probe(broker),
        "worker": _probe(worker),
        "archive worker": _probe(archive_worker),
        "programs": _programs(),
        "clock": _clock(),
    }


def _archive() -> str:
    archive = Configuration.the().archive
    if archive is None:
        return "not configured"
    if not Path(archive.root).is_dir():
        return f"{archive.root} is not there"
    return "" if os.access(archive.root, os.W_OK | os.X_OK) else f"{archive.root} can not be written"


def _disk() -> str:
    archive = Configuration.the().archive
    root = Path(archive.root) if archive else settings.DATA_DIR
    if not root.is_dir():
        return f"{root} is not there"
    free = shutil.disk_usage(root).free
    return "" if free > settings.ARCHIVE_FREE_FLOOR else f"{free // 1_000_000} MB free below {root}"


def _probe(probe: Callable[[], str]) -> str:
    try:
        probe()
    except NotWell as problem:
        return str(problem)
    return ""


def _programs() -> str:
    absent = [program for program in settings.SOURCE_PROGRAMS if not os.access(program, os.X_OK)]
    return f"can not be run: {', '.join(absent)}" if absent else ""


def _clock() -> str:
    """Against that of the database server, which may be another machine."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    except DatabaseError as problem:
        return str(problem).strip()
    return "" if off < MOST_SECONDS_OFF else f"{off:.0f} s off the clock of the database"
