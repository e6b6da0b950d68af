"""Real Celery workers of the queue `archive`, on the database of the test."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from sealog.celery import app
from tests.support.running import ROOT


class Workers:
    """In a `with` block: running inside, gone afterwards. What waited in the queue from other tests is dropped."""

    def __init__(self, places: Path, concurrency: int = 1, lease_seconds: int = 2) -> None:
        self._places, self._concurrency, self._lease_seconds = places, concurrency, lease_seconds
        self._log = places / "worker.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Workers":
        known = connection.settings_dict
        host = quote(known["HOST"], safe="")
        port = f":{known['PORT']}" if known["PORT"] else ""
        url = f"postgresql://{quote(known['USER'])}:{quote(known['PASSWORD'])}@{host}{port}/{known['NAME']}"
        own = {
            "DATABASE_URL": url,
            "REDIS_URL": settings.REDIS_URL,
            "SEALOG_DATA_DIR": str(settings.DATA_DIR),
            "SEALOG_ARCHIVE_ROOTS": str(self._places),
            "SEALOG_ARCHIVE_FREE_MB": "0",
            "SEALOG_SOURCE_HOSTS": "127.0.0.1",
            "SEALOG_ARCHIVE_LEASE_SECONDS": str(self._lease_seconds),
        }
        command = [
            "-m",
            "celery",
            "--quiet",
            "-A",
            "sealog",
            "worker",
            "--queues",
            "archive",
            "--loglevel",
            "INFO",
        ]
        command += ["--concurrency", str(self._concurrency), "--without-gossip", "--without-mingle"]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**os.environ, **own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def __exit__(self, *_problem: object) -> None:
        self.kill()
        with app.connection_for_write() as broker:
            broker.default_channel.queue_purge("archive")

    def kill(self) -> None:
        """All of them, at once and without a word."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")[-4000:]
