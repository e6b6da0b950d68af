"""The processes of the system, in one table."""

import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from logging_core.demo.places import unlink_ports
from sealog.embedded.postgres import Cluster, clear_leftovers
from sealog.embedded.valkey import Broker
from sealog.processes import flower

QUIET_WORKER = ("--without-gossip", "--without-mingle")
WORKER = ("--queues", "default,exports", *QUIET_WORKER)
# A data centre that hangs must not keep snapshots and exports waiting: requests have workers of their own.
ARCHIVE = ("--queues", "archive", "--hostname", "archive@%h", *QUIET_WORKER)
# A link to another instance may hang for minutes. Threads: what waits for it costs next to nothing.
SYNC = ("--queues", "sync", "--hostname", "sync@%h", "--pool", "threads", *QUIET_WORKER)
SERVERS, SEALOG = 1, 2  # stages: started in this order, stopped in the reverse


def nothing() -> None:
    """The default of what is done before and after a process."""


@dataclass(frozen=True)
class Process:
    """One row: what to start, when, and how to end it."""

    name: str
    stage: int
    command: Callable[[], list[str]]
    before: Callable[[], None] = nothing  # makes what it needs
    after: Callable[[], None] = nothing  # ends what it left behind
    answers: Callable[[], None] = nothing  # raises while it does not answer yet
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL  # what it gets when `up` was killed
    sockets: tuple[int, ...] = ()  # file descriptors it takes over
    environment: Mapping[str, str] = field(default_factory=dict)  # besides ours; secrets go this way only


def processes(listener: int) -> list[Process]:
    """Every process of this installation; `listener` is the file descriptor of the listening socket."""
    rows = [*_servers(), *(_web(number, listener) for number in range(1, settings.WEB_PROCESSES + 1))]
    rows.append(_celery("worker", "sealog", "worker", *WORKER))
    rows.append(_celery("archive", "sealog", "worker", *ARCHIVE, "--concurrency", str(settings.ARCHIVE_WORKERS)))
    rows.append(_celery("sync", "sealog", "worker", *SYNC, "--concurrency", str(settings.SYNC_AT_ONCE)))
    rows.append(_celery("beat", "sealog.processes.scheduler", "beat", "--pidfile="))
    rows.append(_loggers())
    rows.append(_flower())
    if settings.DEMO:
        rows.append(_demo())
    return rows


def preparation() -> Process:
    """Not kept running: its end is the start of the others."""
    return _python("prepare", str(_manage()), "prepare")


def cluster() -> Cluster:
    web = settings.WEB_PROCESSES * (settings.WEB_THREADS + 4)
    return Cluster(settings.DATA_DIR, settings.POSTGRES_PASSWORD, connections=max(100, 50 + web))


def _servers() -> list[Process]:
    rows = []
    if settings.EMBEDDED_POSTGRES:
        rows.append(_postgres(cluster()))
    if settings.EMBEDDED_VALKEY:
        rows.append(_valkey(Broker(settings.DATA_DIR)))
    return rows


def _postgres(server: Cluster) -> Process:
    return Process(
        "postgres",
        SERVERS,
        server.command,
        before=server.prepare,
        after=lambda: clear_leftovers(server),
        answers=server.answers,
        stop_signal=signal.SIGINT,
        orphan_signal=signal.SIGINT,
    )


def _valkey(server: Broker) -> Process:
    return Process(
        "valkey",
        SERVERS,
        server.command,
        before=server.prepare,
        answers=server.answers,
        orphan_signal=signal.SIGTERM,
    )


def _web(number: int, listener: int) -> Process:
    proxy = "--proxy-headers" if settings.TLS else "--no-proxy-headers"
    options = ["--loop", "uvloop", "--http", "httptools", "--lifespan", "on", "--no-access-log", proxy]
    options += ["--ws-max-size", str(1024 * 1024), "--ws-ping-interval", "20", "--ws-ping-timeout", "20"]
    options += ["--timeout-graceful-shutdown", "2", "--no-server-header", "--log-level", "warning"]
    command = ["-m", "uvicorn", "sealog.asgi:application", "--fd", str(listener), *options]
    return _python(f"web-{number}", *command, sockets=(listener,))


def _celery(name: str, application: str, part: str, *options: str) -> Process:
    # Started by root it would warn at each start; that is the operator's choice here.
    quiet = ["-W", "ignore:You're running the worker with superuser", "-m", "celery", "--quiet"]
    # Django's checks were made by `prepare`; here they would load every page into processes that show none.
    return _python(name, *quiet, "--skip-checks", "-A", application, part, "--loglevel", "WARNING", *options)


def _loggers() -> Process:
    """The supervisor of the sensor loggers, which knows no Django: what it needs of the settings it is told."""
    environment = {
        "SEALOG_DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": settings.DATABASE_URL,
        "REDIS_URL": settings.REDIS_URL,
        "SEALOG_DATA_SERVER": settings.DATA_SERVER,
    }
    command = [sys.executable, "-m", "logging_core.loggers.runtime"]
    return Process("loggers", SEALOG, lambda: command, environment=environment)


def _flower() -> Process:
    return Process("flower", SEALOG, flower.command, environment=flower.ENVIRONMENT)


def _demo() -> Process:
    """Its sensors speak on pseudo-terminals: no link to one may be left when it has ended, however it did."""
    command = [sys.executable, str(_manage()), "demo", "--live"]
    return Process("demo", SEALOG, lambda: command, before=unlink_ports, after=unlink_ports)


def _python(name: str, *words: str, sockets: tuple[int, ...] = ()) -> Process:
    return Process(name, SEALOG, lambda: [sys.executable, *words], sockets=sockets)


def _manage() -> Path:
    return settings.BASE_DIR / "manage.py"
