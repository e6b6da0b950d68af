"""The list of running processes: what an earlier run left is ended, and nothing else."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sealog.embedded.trouble import CannotStart
from sealog.processes.lock import only_one
from sealog.processes.register import Register
from sealog.processes.table import Process


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        yield process
        process.kill()


def row(name: str) -> Process:
    return Process(name, 1, list, stop_signal=signal.SIGTERM)


def test_a_leftover_is_ended(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    Register(tmp_path / "processes.json").note(row("web-1"), sleeper.pid)
    assert Register(tmp_path / "processes.json").sweep() == ["web-1"]
    assert not psutil.pid_exists(sleeper.pid)
    assert Register(tmp_path / "processes.json").sweep() == []


def test_a_leftover_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline()
        Register(tmp_path / "processes.json").note(row("web-1"), process.pid)
        Register(tmp_path / "processes.json").sweep()
        assert not psutil.pid_exists(process.pid)


def test_another_program_with_the_same_number_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    started = psutil.Process(sleeper.pid).create_time()
    old = {"web-1": {"pid": sleeper.pid, "created": started - 60, "stop_signal": 9}}
    (tmp_path / "processes.json").write_text(json.dumps(old))
    assert Register(tmp_path / "processes.json").sweep() == []
    assert sleeper.poll() is None


def test_a_cut_list_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "processes.json").write_text('{"web-1": {"pid"')
    assert Register(tmp_path / "processes.json").sweep() == []


def test_a_child_does_not_keep_the_lock_of_a_dead_supervisor(tmp_path: Path) -> None:
    lock = tmp_path / "run" / "up.lock"
    lock.parent.mkdir()
    with only_one(lock):
        program = [sys.executable, "-c", "print(flush=True); input()"]
        child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False)
        assert child.stdout and child.stdout.readline()
        with pytest.raises(CannotStart, match="already runs"), only_one(lock):
            pass
    with only_one(lock):
        assert child.poll() is None
    child.communicate(b"\n")
