"""A whole system of its own for a test: `manage.py up` in a temporary data folder on a free port."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import psutil

from tests.support import prepared, servers
from tests.support.brokers import fresh_broker
from tests.support.databases import fresh_database
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("SEALOG_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


class System:
    """Use it in a `with` block: it is ready inside, and nothing of it is left afterwards.

    Its servers are its own embedded ones, or an empty database of each server that was given to the test run;
    with `embedded` always its own. Unless it is to be seen at its `first_start`, that of an empty installation has
    been made before.
    """

    def __init__(
        self,
        *,
        demo: bool = False,
        env: dict[str, str] | None = None,
        folder: Path | None = None,
        embedded: bool = False,
        first_start: bool = False,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._own_folder = None if folder else tempfile.mkdtemp(prefix="sealog-system-")
        self.data_dir = folder or Path(str(self._own_folder))
        self._log_path = Path(tempfile.mkdtemp(prefix="sealog-log-")) / "up.log"
        self._env = {"SEALOG_DEMO": "1" if demo else "0", **(env or {})}
        self._embedded, self._first_start = embedded, first_start
        self._closing = contextlib.ExitStack()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "System":
        try:
            if not self._embedded:
                self._use_given_servers()
            self._lend()
            self.start().wait_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop it if it runs, and remove its folders."""
        if self.process and self.process.poll() is None:
            self.stop()
        self._closing.close()
        shutil.rmtree(self._log_path.parent, ignore_errors=True)
        if self._own_folder:
            shutil.rmtree(self._own_folder, ignore_errors=True)

    # --- starting and stopping ----------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        own = {"SEALOG_DATA_DIR": str(self.data_dir), "SEALOG_PORT": str(self.port)}
        return {**_without_ours(), **own, **self._env}

    def start(self) -> "System":
        with self._log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def wait_ready(self, seconds: float = 60) -> "System":
        until(self._ready, seconds, lambda: f"the system is ready\n{self.log}")
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 30) -> int:
        """Ask it to stop; gives its exit code."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(seconds)

    # --- looking at it ------------------------------------------------------------------------------------

    @property
    def log(self) -> str:
        return self._log_path.read_text(errors="replace") if self._log_path.exists() else ""

    def children(self) -> dict[str, int]:
        """Name and process number of every running child."""
        try:
            rows = json.loads((self.data_dir / "run" / "processes.json").read_text())
        except FileNotFoundError:
            return {}
        return {name: int(row["pid"]) for name, row in rows.items()}

    def processes(self) -> list[psutil.Process]:
        """Every process on the machine that belongs to this system, registered or not."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def get(self, path: str, seconds: float = 10) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", timeout=seconds)

    # --- hurting it ---------------------------------------------------------------------------------------

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to one child; gives its process number."""
        number_of_process = self.children()[name]
        os.kill(number_of_process, number)
        return number_of_process

    def wait_back(self, name: str, old: int, seconds: float = 30) -> int:
        """Wait until another process than `old` has taken the place of child `name`."""
        until(lambda: self.children().get(name, old) != old, seconds, f"{name} is back\n{self.log}")
        return self.children()[name]

    def _ready(self) -> bool:
        assert self.process and self.process.poll() is None, f"`up` has ended\n{self.log}"
        with contextlib.suppress(httpx.TransportError):
            return self.get("/health/ready").status_code == 200
        return False

    def _is_ours(self, process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.Error, OSError):
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            inside = Path(process.cwd()).is_relative_to(self.data_dir)
            return inside or process.environ().get("SEALOG_DATA_DIR") == str(self.data_dir)
        return False

    def _lend(self) -> None:
        """What the first start of another system has made, as far as it is the same here."""
        ours = self._env["SEALOG_DEMO"] == "0" and "DATABASE_URL" not in self._env and self._own_folder is not None
        only_static = self._first_start or not ours
        prepared.lend(self.data_dir, _without_ours(), only_static=only_static)

    def _use_given_servers(self) -> None:
        if servers.GIVEN_DATABASE_URL and "DATABASE_URL" not in self._env:
            database = fresh_database(servers.GIVEN_DATABASE_URL)
            self._env["DATABASE_URL"] = self._closing.enter_context(database)
        if servers.GIVEN_REDIS_URL and "REDIS_URL" not in self._env:
            self._env["REDIS_URL"] = self._closing.enter_context(fresh_broker(servers.GIVEN_REDIS_URL))
