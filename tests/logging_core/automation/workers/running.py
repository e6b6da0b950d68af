"""A broker, workers and beats of a test's own, on the database of the test."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from sealog.embedded import places
from sealog.embedded.valkey import Broker
from sealog.processes import answers
from tests.support.running import ROOT

SETTINGS = "tests.logging_core.automation.workers.settings"
KINDS = "tests.logging_core.automation.workers.kinds"
QUIET = ["--without-gossip", "--without-mingle"]
WORKER = ["-A", "sealog", "worker", "--queues", "default,exports", *QUIET, "--include", KINDS]
BEAT = ["-A", "sealog.processes.scheduler", "beat", "--pidfile=", "--schedule"]


class Plant:
    """Everything that runs; what is left at the end is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = places.valkey_url(folder)
        self.app = Celery("tests", broker=places.celery_url(self.url), set_as_current=False)
        self.app.conf.task_default_queue = "default"
        self._broker = Broker(folder)
        self._broker.prepare()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._kept: dict[str, list[str]] = {}
        self.valkey = self.start_broker()

    def start_broker(self) -> subprocess.Popen[bytes]:
        started = self._start(self._broker.command(), "valkey")
        answers.until("valkey", self._broker.answers, print)
        return started

    def worker(self, name: str = "one") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "--quiet", "--skip-checks", *WORKER]
        return self._keep([*command, "--hostname", f"{name}@%h", "--concurrency", "2"], f"worker-{name}")

    def beat(self, name: str) -> subprocess.Popen[bytes]:
        schedule = str(self.folder / f"schedule-{name}")
        return self._keep([sys.executable, "-m", "celery", "--quiet", *BEAT, schedule], f"beat-{name}")

    def send(self, task: str, *args: str, times: int = 1) -> None:
        for _ in range(times):
            self.app.send_task(task, args=list(args), queue="default")

    def number(self, key: str) -> int:
        with redis.Redis.from_url(self.url) as broker:
            return int(broker.get(key) or 0)

    @property
    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.folder.glob("*.log")))

    def tend(self) -> None:
        """Start anew what ended by itself, as the supervisor does: a worker may not outlive its broker."""
        ended = [process for process in self._processes if process.poll() not in (None, -signal.SIGKILL)]
        for process in ended:
            self._processes.remove(process)
            name = next(name for name, command in self._kept.items() if command == process.args)
            self._keep(self._kept[name], name)

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """It and its children, at once."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def close(self) -> None:
        self.app.close()
        for process in self._processes:
            if process.poll() is None:
                self.kill(process)

    def _keep(self, command: list[str], name: str) -> subprocess.Popen[bytes]:
        self._kept[name] = command
        return self._start(command, name)

    def _start(self, command: list[str], name: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self._processes.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        there = connection.settings_dict
        database = settings.DATABASE_URL.rpartition("/")[0] + f"/{there['NAME']}"
        own = {"DATABASE_URL": database, "REDIS_URL": self.url, "SEALOG_DATA_DIR": str(self.folder)}
        return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": SETTINGS, "SEALOG_ASNAP_INTERVAL": "1"}
