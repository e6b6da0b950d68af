"""One day of 100 stations with three channels, completed from a local source with 1, 2 and 4 workers.

python -m tests.bench.bench_completion [STATIONS]

Workers are real Celery processes of the queue `archive`; each number of them fills an empty archive of its own.
The time runs from handing out the first request until the last one has ended.
"""

import sys
import tempfile
import time
from pathlib import Path

from qualitycontrol.demo.archive import Plan, make_archive
from tests.bench.running import database_and_broker, load_of_the_machine
from tests.support.waiting import until

WORKERS = (1, 2, 4)
LONGEST = 1800  # seconds


def plan(stations):
    return Plan(
        stations=tuple(f"S{n:03}" for n in range(stations)),
        channels=("LHZ", "LHN", "LHE"),
        days=1,
        rate_hz=1.0,
        defects=False,
        over_midnight=0,
    )


def empty_site(folder, workers, wanted):
    """An archive without any file, and the source that has everything."""
    from tests.monitoring.setup import Site

    place = folder / f"with-{workers}"
    place.mkdir()
    site = Site.made(place, *wanted.streams)
    site.any_source("here", "LOCAL_DIR", {"path": str(folder / "source")}, connections=max(WORKERS))
    return site


def requests(site, wanted):
    """One a channel, none of them handed out yet."""
    from monitoring.completion import actions
    from monitoring.inventory.queries import streams
    from tests.monitoring.setup import ACTOR

    start, end = wanted.window
    plans = actions.ask(actor=ACTOR, by=None, streams=list(streams()), start_ns=start, end_ns=end)
    assert len(plans) == len(wanted.streams)


def worked_off(folder, workers):
    """Seconds until the stack was empty."""
    from monitoring.completion.stack.handing_out import hand_out
    from monitoring.completion.stack.models import Request
    from monitoring.completion.stack.states import OPEN
    from sealog.celery import app
    from tests.monitoring.workers import Workers

    with Workers(folder, concurrency=workers, lease_seconds=60) as running:
        until(lambda: app.control.ping(timeout=1), 120, lambda: running.log)
        began = time.perf_counter()
        hand_out()
        until(lambda: not Request.objects.filter(state__in=OPEN).exists(), LONGEST, lambda: running.log)
        return time.perf_counter() - began


def check(site, wanted):
    """Nothing is missing, and every request says so."""
    from monitoring.completion.stack.models import Request
    from monitoring.completion.stack.states import State

    assert not Request.objects.exclude(state=State.SUCCEEDED).exists()
    assert not any(site.gaps(*wanted.window, stream) for stream in wanted.streams[:3])
    assert len(site.bytes()) == len(wanted.streams)


def completed(folder, workers, wanted):
    from monitoring.completion.sources.models import Source
    from monitoring.completion.stack.models import Request
    from qualitycontrol.archive.models import Archive

    site = empty_site(folder, workers, wanted)
    requests(site, wanted)
    seconds = worked_off(folder, workers)
    check(site, wanted)
    Request.objects.all().delete()
    Source.objects.all().delete()
    site.configure(archive=None)
    Archive.objects.all().delete()
    return seconds


def main():
    wanted = plan(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    print(load_of_the_machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        truth = make_archive(folder / "source", wanted)
        print(f"{truth.files} files, {truth.size / 1e6:.1f} MB", flush=True)
        with database_and_broker(folder):
            alone = 0.0
            for workers in WORKERS:
                seconds = completed(folder, workers, wanted)
                alone = alone or seconds
                speed = f"{seconds:.1f} s, {truth.files / seconds:.1f} requests/s"
                print(
                    f"{workers} workers: {speed}, {alone / seconds:.2f} times one; {load_of_the_machine()}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
