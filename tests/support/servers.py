"""One PostgreSQL and one Valkey for the whole test run, unless DATABASE_URL and REDIS_URL name others."""

import os
import signal
import subprocess
from pathlib import Path

from sealog.embedded import places
from sealog.embedded.postgres import Cluster
from sealog.embedded.valkey import Broker
from sealog.processes import answers
from sealog.processes.parent import end_with_parent

GIVEN_DATABASE_URL = os.environ.get("DATABASE_URL", "")
GIVEN_REDIS_URL = os.environ.get("REDIS_URL", "")
GIVEN = bool(GIVEN_DATABASE_URL or GIVEN_REDIS_URL)
PASSWORD = "only for tests"
UNSAFE_BUT_FAST = ["-c", "fsync=off"]

run_folder: Path | None = None  # of the test run, removed at its end
_running: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []


def set_environment(folder: Path) -> None:
    """Settings for the tests themselves; what the person who runs them has set for Sealog is put aside."""
    global run_folder
    run_folder = folder
    for name in [name for name in os.environ if name.startswith("SEALOG_") and name != "SEALOG_CHROMIUM"]:
        del os.environ[name]
    os.environ["SEALOG_DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = GIVEN_DATABASE_URL or places.postgres_url(folder, PASSWORD)
    os.environ["REDIS_URL"] = GIVEN_REDIS_URL or places.valkey_url(folder)


def start(folder: Path) -> None:
    if not GIVEN_DATABASE_URL:
        cluster = Cluster(folder, PASSWORD)
        _start(cluster, [*UNSAFE_BUT_FAST], signal.SIGINT)
    if not GIVEN_REDIS_URL:
        _start(Broker(folder), [], signal.SIGTERM)


def stop() -> None:
    while _running:
        process, number = _running.pop()
        process.send_signal(number)
        process.wait(20)


def _start(server: Cluster | Broker, extra: list[str], stop_signal: signal.Signals) -> None:
    server.prepare()
    us = os.getpid()
    with (server.folder.parent / f"{server.folder.name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*server.command(), *extra],
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=lambda: end_with_parent(stop_signal, us),
        )
    _running.append((process, stop_signal))
    answers.until(server.folder.name, server.answers, print)
