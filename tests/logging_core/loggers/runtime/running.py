"""A supervisor of loggers of its own for a test, and what it says."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import redis

from logging_core.loggers.runtime.status import KEY
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[4]
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


class Runtime:
    """Use it in a `with` block; nothing of it is left afterwards. Without a database it runs what is on disk.

    Its broker is that of the test run, so that only one may run at a time.
    """

    def __init__(self, folder, database=NOWHERE, broker=None, **env):
        self.folder = Path(folder)
        self.broker_url = broker or os.environ["REDIS_URL"]
        self._env = {
            "SEALOG_DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "REDIS_URL": self.broker_url,
            "MALLOC_ARENA_MAX": "2",
            **env,
        }
        self.output = self.folder / "output"
        self.process = None
        self._broker = redis.Redis.from_url(self.broker_url, socket_timeout=2)
        self.version = 0

    def __enter__(self):
        with contextlib.suppress(redis.RedisError):
            self._broker.delete(KEY)
        return self.start()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.stop()

    # --- starting and stopping ----------------------------------------------------------------------------

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SEALOG_")}
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "logging_core.loggers.runtime"],
                cwd=ROOT,
                env={**environment, **self._env},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        return self

    def stop(self, number=signal.SIGTERM, seconds=15):
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def children(self):
        """Name to number of each child."""
        found = {}
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children():
                with contextlib.suppress(psutil.NoSuchProcess, OSError):
                    found[Path(f"/proc/{child.pid}/comm").read_text().strip()] = child.pid
        return found

    # --- what is wanted -----------------------------------------------------------------------------------

    def plan_on_disk(self, loggers, **more):
        """What the next start begins with."""
        path = self.folder / "loggers" / "plan.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(plan(loggers, **more)))
        return self

    # --- what it says -------------------------------------------------------------------------------------

    def status(self):
        text = self._broker.get(KEY)
        return json.loads(text) if text else None

    def logger(self, name):
        status = self.status()
        return status["loggers"].get(name, {}) if status else {}

    def state(self, name):
        return self.logger(name).get("state")

    def wait_state(self, name, *states, seconds=20):
        until(
            lambda: self.state(name) in states,
            seconds,
            lambda: f"{states}, but {self.logger(name)}; {self.said()}",
        )
        return self.logger(name)

    def all_logs(self):
        return "".join(path.read_text() for path in (self.folder / "loggers" / "logs").iterdir())

    def said(self):
        return self.output.read_text()[-2000:]

    def log(self, name):
        path = self.folder / "loggers" / "logs" / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def usage(self):
        """Seconds of processor time, and kB of memory (what is shared counted once), of all its processes."""
        cpu = memory = 0
        for process in [
            psutil.Process(self.process.pid),
            *psutil.Process(self.process.pid).children(recursive=True),
        ]:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                cpu += times.user + times.system
                memory += process.memory_full_info().pss // 1024
        return cpu, memory


def plan(loggers, version=1, base_dir="/", feeds=None):
    """`loggers` is name to config, or to a whole entry of a plan."""
    entries = {
        name: entry
        if isinstance(entry, dict) and "config_name" in entry
        else {"config_name": f"{name}-on", "config": entry, "feeds": (feeds or {}).get(name, [])}
        for name, entry in loggers.items()
    }
    return {"version": version, "cruise_id": "T1", "mode": "on", "base_dir": base_dir, "loggers": entries}


def component(kind, **kwargs):
    return {"class": kind, "kwargs": kwargs}


def config(reader, *writers, transforms=()):
    return {"readers": [reader], "transforms": list(transforms), "writers": list(writers)}


def udp(port):
    return component("UDPReader", port=port, interface="127.0.0.1")


def text_file(path):
    return component("FileWriter", filebase=str(path))


def is_alive(pid):
    """Whether anything of it lives: its first thread may be a zombie while others still hold its files open."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1
    return False


def lines_of(path):
    path = Path(path)
    return path.read_text().splitlines() if path.exists() else []


def wait_lines(path, count, seconds=20):
    until(lambda: len(lines_of(path)) >= count, seconds, lambda: f"{count} lines, but {len(lines_of(path))}")
    return lines_of(path)


def paced(count, per_second, send):
    """Calls `send` with 0, 1, ... at an even pace."""
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number / per_second - time.monotonic()))
        send(number)
