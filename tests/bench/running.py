"""What the measurements share: the running system, its admin's token and its database."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from sealog import env
from sealog.embedded import places
from tests.support import servers
from tests.support.running import ROOT, System

PASSWORD = re.compile(r"Password \(shown this once\): (\S+)")
API = "/sealog-server/api/v1"


def admin_token(system: System) -> str:
    found = PASSWORD.search(system.log)
    assert found, system.log
    body = {"username": "admin", "password": found[1]}
    return httpx.post(f"{system.url}{API}/auth/login", json=body, timeout=20).json()["token"]


def database(system: System) -> Any:
    """A connection to the system's database."""
    url = system.environment().get("DATABASE_URL")
    if not url:
        password = (system.data_dir / "secrets" / "sealog_postgres_password").read_text().strip()
        url = places.postgres_url(system.data_dir, password)
    wanted = env.database(url)
    connection = psycopg2.connect(
        host=wanted["HOST"],
        port=wanted["PORT"] or None,
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=wanted["NAME"],
    )
    connection.autocommit = True
    return connection


@contextmanager
def database_and_broker(folder: Path) -> Iterator[None]:
    """Servers of our own with all tables, and Django set up to use them; archives may lie in `folder`."""
    servers.set_environment(folder)
    servers.UNSAFE_BUT_FAST.clear()
    servers.start(folder)
    try:
        import django
        from django.core.management import call_command

        os.environ["DJANGO_SETTINGS_MODULE"] = "sealog.settings"
        os.environ["SEALOG_ARCHIVE_ROOTS"] = str(folder)
        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        servers.stop()


def run(*words: str, **environment: str) -> str:
    """What a module of ours prints."""
    command = [sys.executable, "-m", *words]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    ).stdout


def load_of_the_machine() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
