"""Places for runs of loggers."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.logging_core.loggers.runtime.database import Database
from tests.logging_core.loggers.runtime.running import ROOT
from tests.support.databases import fresh_database


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes; root may mount one, others skip."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.fixture
def folder():
    """A short path: pseudo-terminals and sockets are linked into it."""
    with tempfile.TemporaryDirectory(prefix="sealog-loggers-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def migrated():
    """A database with all tables, of which a process that is no test may see what a test has committed."""
    with fresh_database(os.environ["DATABASE_URL"]) as url:
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
        yield url


@pytest.fixture
def database(migrated):
    database = Database(migrated)
    database.clear()
    yield database
    database.close()
