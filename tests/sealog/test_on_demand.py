"""A program that is rarely wanted: started by a ring, ended when nobody rings."""

import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.support.running import ROOT
from tests.support.waiting import until

PROGRAM = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def keeper(tmp_path: Path):
    bell = tmp_path / "rare" / "bell"
    command = [sys.executable, "-m", "sealog.processes.on_demand", str(bell), "5", *PROGRAM]
    with subprocess.Popen(command, cwd=ROOT) as process:
        until(bell.exists)
        yield process, bell
        with suppress(ProcessLookupError):
            process.kill()


def ring(bell: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller:
        caller.sendto(b".", str(bell))


def children(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children()


def test_it_starts_with_the_first_ring_once_and_ends_when_nobody_rings(keeper) -> None:
    process, bell = keeper
    assert children(process) == []
    for _ in range(3):
        ring(bell)
    (child,) = until(lambda: children(process))
    until(lambda: not children(process), 30)
    assert not child.is_running()
    ring(bell)
    assert until(lambda: children(process)) != [child]


def test_its_folder_is_for_nobody_else(keeper) -> None:
    assert keeper[1].parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_takes_its_child_with_it(keeper, number) -> None:
    process, bell = keeper
    ring(bell)
    (child,) = until(lambda: children(process))
    process.send_signal(number)
    process.wait(20)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
