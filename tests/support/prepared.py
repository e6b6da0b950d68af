"""What a first start makes, made once a test run: a cluster with its tables, and the static files, gathered.

Each system gets a copy, and its start takes half the time. Those that are to show a first start get only static
files. Without a folder of the test run (in measurements) each system makes everything itself.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sealog import env
from sealog.embedded.postgres import Cluster
from sealog.processes import answers
from tests.support import servers

ROOT = Path(__file__).resolve().parent.parent.parent


def lend(data_dir: Path, environment: dict[str, str], *, only_static: bool) -> None:
    """To a system about to start for the first time. It looks itself whether they are those of today."""
    if servers.run_folder is None:
        return
    template = servers.run_folder / "prepared"
    if not template.exists():
        _make(template, environment)
    if (data_dir / "static").exists():
        return
    shutil.copytree(template / "static", data_dir / "static", copy_function=os.link)
    if not only_static:
        for name in ("postgres", "secrets"):  # owner and times, too: the server insists on its own
            subprocess.run(["cp", "-a", template / name, data_dir / name], check=True)


def _make(template: Path, environment: dict[str, str]) -> None:
    draft = template.with_suffix(".draft")
    (draft / "run").mkdir(parents=True)
    own = {"SEALOG_DATA_DIR": str(draft), "SEALOG_DEMO": "0", "REDIS_URL": os.environ["REDIS_URL"]}
    cluster = Cluster(draft, env.secret("SEALOG_POSTGRES_PASSWORD", draft / "secrets"))
    with _running(cluster):
        command = [sys.executable, "manage.py", "prepare"]
        subprocess.run(command, cwd=ROOT, env={**environment, **own}, check=True, capture_output=True)
    draft.rename(template)


@contextmanager
def _running(cluster: Cluster) -> Iterator[None]:
    cluster.prepare()
    log = subprocess.DEVNULL
    process = subprocess.Popen(cluster.command(), stdout=log, stderr=log, start_new_session=True)
    try:
        answers.until("postgres", cluster.answers, print)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
