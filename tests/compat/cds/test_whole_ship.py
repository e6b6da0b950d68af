"""The cruise definition of a ship runs in its modes, with pseudo-terminals for its ports and its own raw logs."""

import contextlib
import itertools
import json
import os
import pty
import shutil
import socket
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.logging_core.loggers.seen import NBP1406, needs_nbp1406
from tests.support.running import ROOT, System
from tests.support.waiting import until

pytestmark = [pytest.mark.system, needs_nbp1406]
CRUISE = "test/NBP1406/NBP1406_cruise.yaml"
ON_AIR = ("gp02", "gyr1", "knud", "mwx1", "rtmp", "s330", "seap", "tsg1")  # the eight with recorded logs
VALUES = {
    "Gp02Latitude": "gp02",
    "Gyr1HeadingTrue": "gyr1",
    "KnudDepthLF": "knud",
    "MwxAirTemp": "mwx1",
    "RTMPTemp": "rtmp",
    "S330HeadingTrue": "s330",
    "SeapLatitude": "seap",
    "TSG1Salinity": "tsg1",
    "PortTrueWindSpeed": "derived from three of them",
}


class Ship:
    """The definition with its base folder, in a place where it may write, and its instruments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / "definitions"
        shutil.copytree(NBP1406, self.base, ignore=shutil.ignore_patterns("raw"))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        path = self.base / CRUISE
        text = path.read_text().replace("/tmp/tty_", f"{folder}/tty_").replace("/var/tmp/log", f"{folder}/log")
        path.write_text(text.replace("255.255.255.255", "127.0.0.1").replace("6224", str(port)))
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._speak, args=(name,), daemon=True) for name in ON_AIR]
        for thread in self._threads:
            thread.start()

    def silence(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _speak(self, name: str) -> None:
        sensor, port = pty.openpty()
        tty.setraw(port)
        (self.folder / f"tty_{name}").symlink_to(os.ttyname(port))
        os.set_blocking(sensor, False)  # what nobody reads is lost, as on a wire
        lines = next((NBP1406 / "raw").glob(f"NBP1406_{name}-*")).read_text().splitlines()
        said = itertools.cycle(lines)
        rest = b""  # of a line for which there was no room: no wire joins halves of two lines
        while not self._ended.wait(0.05):
            rest = rest or next(said).partition(" ")[2].encode() + b"\r\n"
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(sensor, rest) :]
        os.close(sensor)
        os.close(port)

    def written(self, name: str) -> list[str]:
        """Complete lines of the raw files of a logger."""
        files = sorted((self.folder / "log" / name / "raw").glob("*"))
        return [
            line for file in files for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")
        ]


@pytest.fixture(scope="module")
def ship(tmp_path_factory) -> Iterator[Ship]:
    ship = Ship(tmp_path_factory.mktemp("ship"))
    yield ship
    ship.silence()


@pytest.fixture(scope="module")
def system(ship: Ship) -> Iterator[System]:
    with System(env={"SEALOG_DEFINITIONS_DIR": str(ship.base)}) as running:
        yield running


def command(system: System, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "loggers", *words],
        cwd=ROOT,
        env=system.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def states(system: System) -> dict[str, str]:
    told = json.loads(command(system, "get_status"))
    return {name: one["status"] for name, one in told.items()}


def latest(system: System, name: str) -> float | str | None:
    answer = httpx.get(f"{system.url}/latest/{name}").json()[name]
    return answer and answer["value"]


def test_it_runs_in_its_modes_and_its_raw_logs_give_values(ship: Ship, system: System) -> None:
    command(system, "load_configuration", str(ship.base / CRUISE))
    assert command(system, "get_modes").strip().endswith("off, no_write, write, no_write+influx, write+influx")
    assert command(system, "get_active_mode").strip() == "Current mode: off"

    command(system, "set_active_mode", "write")
    for name, device in VALUES.items():
        until(lambda name=name: latest(system, name) is not None, 60, f"a value of {name} ({device})")
    for name in ON_AIR:
        recorded = {
            line.partition(" ")[2] for line in (NBP1406 / "raw").glob(f"NBP1406_{name}-*").__next__().open()
        }
        until(lambda name=name: len(ship.written(name)) >= 10, 30, f"raw lines of {name}")
        assert {line.partition(" ")[2] for line in ship.written(name)[1:]} <= recorded

    command(system, "set_active_mode", "off")
    until(lambda: set(states(system).values()) == {"OFF"}, 30, lambda: str(states(system)))
    before = {name: len(ship.written(name)) for name in ON_AIR}
    command(system, "set_active_mode", "no_write")
    until(lambda: all(states(system)[name] == "RUNNING" for name in ON_AIR), 30, lambda: str(states(system)))
    assert {name: len(ship.written(name)) for name in ON_AIR} == before, "no_write writes no files"
