"""An export that is killed at any moment and sent again: the package is whole and there once, no file is half."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest

from logging_core.accounts.models import User
from logging_core.events.models import AuxData
from logging_core.exchange.package import actions, run
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.jobs import reviving
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.working import work
from logging_core.voyages.models import Lowering
from sealog.celery import app
from tests.compat.development_data import LOWERING
from tests.logging_core.exchange.package.conftest import files_under, put
from tests.logging_core.exchange.surroundings import environment
from tests.support.forks import killed_at, lines_of
from tests.support.running import ROOT
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
OURS = str(Path(run.__file__).parent)
PLACES = (OURS, str(Path(bagit.__file__)))
PICTURES = 600


def ask_for() -> Job:
    admin = User.objects.get(username="admin")
    return actions.export(actor=Actor("admin"), user=admin, voyage=Lowering.objects.get(id=LOWERING))


def packages(root: Path) -> list[Path]:
    return [path for path in (root / "packages").glob("*") if not path.name.startswith(".")]


def the_worker_is_gone(job: Job) -> None:
    """What `revive` finds when the lease is over."""
    Job.objects.filter(id=job.id, state="running").update(lease_until=clock.now() - timedelta(seconds=1))
    reviving.put_back(job.id)


@pytest.mark.parametrize("stride", [61, pytest.param(1, marks=[pytest.mark.faults, pytest.mark.timeout(3600)])])
def test_killed_at_any_line_and_sent_again_it_is_whole(root: Path, stride: int) -> None:
    passed = [(place, line) for place in PLACES for line in lines_of_an_export(root, place)]
    whole = files_under(root / "exports")
    (package,) = packages(root)
    packed = files_under(package / "data")
    for place, line in passed[::stride]:
        clear(root)
        job = ask_for()
        died = killed_at(lambda job=job: work(job.id), place, line) == -signal.SIGKILL
        left = files_under(root / "exports") if (root / "exports").exists() else {}
        assert all(whole.get(name) == data for name, data in left.items() if not name.endswith(".part"))
        assert all(bagit.Bag(str(found)).is_valid() for found in packages(root))
        the_worker_is_gone(job)
        if died:
            work(job.id)
        check(root, whole, packed)


def lines_of_an_export(root: Path, place: str) -> list[tuple[str, int]]:
    clear(root)
    job = ask_for()
    return lines_of(lambda: work(job.id), place)


def clear(root: Path) -> None:
    for name in ("exports", "packages"):
        shutil.rmtree(root / name, ignore_errors=True)


def check(root: Path, whole: dict[str, bytes], packed: dict[str, bytes]) -> None:
    assert Job.objects.order_by("asked_at").last().state == "done"
    assert files_under(root / "exports") == whole
    (package,) = packages(root)
    assert bagit.Bag(str(package)).validate()
    assert files_under(package / "data") == packed


@contextmanager
def worker(root: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker of the queue, on the database and broker of the test; killed at the end."""
    places = {
        "SEALOG_SERVER_FILEPATH_ROOT": str(root / "files"),
        "SEALOG_EXPORTS_DIR": str(root / "exports"),
        "SEALOG_PACKAGES_DIR": str(root / "packages"),
    }
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "sealog", "worker", "--queues", "exports"]
    command += ["--concurrency", "1", "--without-gossip", "--without-mingle"]
    with log.open("ab") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**places), stdout=file, stderr=file, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """It and its children, at once and without a word."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def many_pictures(root: Path) -> None:
    names = [f"many{number}.jpg" for number in range(PICTURES)]
    for name in names:
        put(root / "files" / "images" / name, name.encode() * 100)
    record: Any = AuxData.objects.filter(data_source="framegrabber").first()
    record.data_array = [{"data_name": "filename", "data_value": name} for name in names]
    record.save()


def test_a_killed_worker_process_is_replaced_and_another_one_completes_the_package(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    many_pictures(root)
    log = tmp_path_factory.mktemp("log") / "worker.log"
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("exports")
    job = ask_for()

    def sent_and(state: str) -> bool:
        reviving.revive()  # what beat asks for every few seconds
        job.refresh_from_db()
        return job.state == state and (state == "done" or job.done > 0)

    images = root / "exports" / "AT37-14" / "4928" / "Images"
    with worker(root, log) as process:
        until(lambda: sent_and("running"), 90, log.read_text)
        until(lambda: any(images.glob("*.jpg")), 60, log.read_text)
        kill(process)
    half = len(list(images.glob("*.jpg")))
    assert 0 < half < PICTURES and packages(root) == []
    kept = {path.name: path.stat().st_ino for path in images.glob("*.jpg")}
    the_worker_is_gone(job)
    Job.objects.filter(id=job.id).update(due_at=clock.now())
    with worker(root, log):
        until(lambda: sent_and("done"), 120, log.read_text)
    (package,) = packages(root)
    assert bagit.Bag(str(package)).validate()
    assert job.attempts == 2 and Job.objects.count() == 1
    assert {name: (images / name).stat().st_ino for name in kept} == kept
    assert len(list((package / "data/AT37-14/4928/Images").iterdir())) == PICTURES
