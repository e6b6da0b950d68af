"""One day of 100 stations with three channels, completed from a local source with 1, 2 and 4 workers.

python -m tests.bench.bench_completion [STATIONS]

And the same day from a data centre over HTTP: how many questions it is asked for how many requests.

Workers are real Celery processes of the queue `archive`; each number of them fills an empty archive of its own.
The time runs from handing out the first request until the last one has ended. Every number has two turns, once on
the way up and once on the way down, because the machine may be quieter in one than in the other.
"""

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import psutil

from qualitycontrol.demo.archive import Plan, make_archive
from tests.bench.running import database_and_broker, load_of_the_machine
from tests.support.waiting import until

WORKERS = (1, 2, 4)
TURNS = (*WORKERS, *reversed(WORKERS))
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


def empty_site(place, source, wanted):
    """An archive without any file, and the source that has everything."""
    from tests.monitoring.setup import Site

    place.mkdir()
    site = Site.made(place, *wanted.streams)
    site.any_source("here", "LOCAL_DIR", {"path": str(source)}, connections=max(WORKERS))
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
    """Seconds by the clock until the stack was empty, and seconds of CPU of the workers."""
    from monitoring.completion.stack.handing_out import hand_out
    from monitoring.completion.stack.models import Request
    from monitoring.completion.stack.states import OPEN
    from sealog.celery import app
    from tests.monitoring.workers import Workers

    with Workers(folder, concurrency=workers, lease_seconds=60) as running:
        until(lambda: app.control.ping(timeout=1), 120, lambda: running.log)
        began, used = time.perf_counter(), cpu(running)
        hand_out()
        until(lambda: not Request.objects.filter(state__in=OPEN).exists(), LONGEST, lambda: running.log)
        return time.perf_counter() - began, cpu(running) - used


def cpu(workers):
    parent = psutil.Process(workers.process.pid)
    return sum(sum(one.cpu_times()[:2]) for one in (parent, *parent.children(recursive=True)))


def check(site, wanted):
    """Nothing is missing, and every request says so."""
    from monitoring.completion.stack.models import Request
    from monitoring.completion.stack.states import State

    assert not Request.objects.exclude(state=State.SUCCEEDED).exists()
    assert not any(site.gaps(*wanted.window, stream) for stream in wanted.streams[:3])
    assert len(site.bytes()) == len(wanted.streams)


def completed(folder, turn, workers, wanted):
    from monitoring.completion.sources.models import Source
    from monitoring.completion.stack.models import Request
    from qualitycontrol.archive.models import Archive

    site = empty_site(folder / f"turn-{turn}", folder / "source", wanted)
    requests(site, wanted)
    took = worked_off(folder, workers)
    check(site, wanted)
    Request.objects.all().delete()
    Source.objects.all().delete()
    site.configure(archive=None)
    Archive.objects.all().delete()
    return took


def questions(folder, wanted):
    """How many a data centre that has everything was asked by two workers."""
    from django.conf import settings

    from tests.monitoring.centre import Holding, data_centre
    from tests.monitoring.setup import Site

    settings.SOURCE_HOSTS = ["127.0.0.1"]
    place = folder / "together"
    place.mkdir()
    site = Site.made(place, *wanted.streams)
    with data_centre(*[Holding(one, *wanted.window, rate=wanted.rate_hz) for one in wanted.streams]) as centre:
        site.source("centre", centre.url)
        requests(site, wanted)
        worked_off(folder, 2)
        check(site, wanted)
        return len(centre.asked)


def turns(folder, wanted):
    """Seconds by the number of workers, of each turn."""
    found = defaultdict(list)
    for turn, workers in enumerate(TURNS):
        seconds, used = completed(folder, turn, workers, wanted)
        found[workers].append(seconds)
        print(f"{workers} workers: {seconds:.1f} s, {used:.1f} s of CPU; {load_of_the_machine()}", flush=True)
    return found


def main():
    wanted = plan(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    print(load_of_the_machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        truth = make_archive(folder / "source", wanted)
        print(f"{truth.files} files, {truth.size / 1e6:.1f} MB", flush=True)
        with database_and_broker(folder):
            found = turns(folder, wanted)
            asked = questions(folder, wanted)
    for workers, seconds in found.items():
        best, ratio = min(seconds), min(found[1]) / min(seconds)
        print(f"{workers} workers, better turn: {truth.files / best:.1f} requests/s, {ratio:.2f} times one")
    print(f"{asked} questions to a data centre for {truth.files} requests")


if __name__ == "__main__":
    main()
