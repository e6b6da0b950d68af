"""The archive: scans beside ObsPy and plain pymseed in the same run, rescans, merges.

python -m tests.bench.bench_archive [FOLDER]

FOLDER keeps the 4.4 GB of made-up data for the next time; without it they are made anew (a minute or more).
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from qualitycontrol.demo.archive import Plan, Truth, make_archive
from tests.bench import archive_peers
from tests.bench.running import database_and_broker, load_of_the_machine

PLAN = Plan()
FILES = 37_000
ROUNDS = 3


def made(folder):
    """The archive of section 8 of the contract, and the truth about it."""
    known = folder / "truth.json"
    if known.exists():
        return Truth(**json.loads(known.read_text()))
    truth = make_archive(folder / "archive", PLAN)
    known.write_text(json.dumps(vars(truth)))
    return truth


def timed(work):
    """The best of some rounds: result, seconds by the clock, seconds of CPU."""
    best = None
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        took = (time.perf_counter() - wall, time.process_time() - cpu)
        best = min(best or (result, *took), (result, *took), key=lambda entry: entry[1])
    return best


def score(found, expected):
    """Found, missed, false; two spans are the same when both ends are, to a millisecond."""

    def rounded(spans):
        return {(name, round(low / 1e6), round(high / 1e6)) for name, some in spans.items() for low, high in some}

    ours, truth = rounded(found), rounded(expected)
    return f"{len(truth & ours)} / {len(truth - ours)} / {len(ours - truth)}"


def scans(folder, truth):
    window = PLAN.window
    for name, way in archive_peers.WAYS.items():
        found, wall, cpu = timed(lambda way=way: way(folder / "archive", PLAN.streams, *window))
        speed = f"{truth.size / wall / 1e6:,.0f} MB/s by the clock, {truth.size / cpu / 1e6:,.0f} MB a CPU second"
        scores = [f"{what} {score(found[what], getattr(truth, what))}" for what in ("gaps", "overlaps")]
        print(f"{name}: {speed}; {', '.join(scores)} (found / missed / false)", flush=True)


def many_files(root):
    """37,000 day files of one record each: 100 streams of 370 days."""
    plan = Plan(
        stations=tuple(f"S{n:03}" for n in range(100)),
        channels=("LHZ",),
        days=370,
        rate_hz=1 / 3600,
        defects=False,
        over_midnight=0,
    )
    return make_archive(root, plan)


def rescans(folder):
    from logging_core.shared.announce import Actor
    from qualitycontrol.archive import actions

    root = folder / "many"
    truth = many_files(root)
    actor = Actor("bench", via="command")
    archive = actions.save_archive(actor=actor, by=None, name="many", root=str(root))
    began = time.perf_counter()
    first = actions.rescan(actor=actor, archive=archive)
    print(f"first scan of {first.read} small files: {time.perf_counter() - began:.1f} s")
    again, wall, cpu = timed(lambda: actions.rescan(actor=actor, archive=archive))
    assert (again.files, again.read) == (truth.files, 0)
    print(f"rescan of {again.files} unchanged files: {wall:.2f} s by the clock, {cpu:.2f} s of CPU (target 2 s)")


def merges(folder):
    """An hour and a whole day into a day file of 100 Hz with 4,096-byte records."""
    from logging_core.shared.announce import Actor
    from qualitycontrol.archive import actions
    from qualitycontrol.archive.merges import merge_patch

    actor, root = Actor("bench", via="command"), folder / "merged"
    plan = Plan(stations=("ONE", "TWO", "THREE"), channels=("HHZ",), days=1, defects=False)
    make_archive(folder / "source", plan)
    archive = actions.save_archive(actor=actor, by=None, name="merged", root=str(root))
    nslc = plan.streams[0]
    relative = plan.layout.path(nslc, plan.first_day)
    whole = (folder / "source" / relative).read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    hour = len(whole) // 24 // 4096 * 4096
    for what, old, patch in (
        ("one hour", whole[:middle] + whole[middle + hour :], whole[middle - 4096 : middle + hour + 4096]),
        ("a whole day", b"", whole),
    ):
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)

        def once(path=path, old=old, patch=patch):
            path.write_bytes(old) if old else path.unlink(missing_ok=True)
            began = (time.perf_counter(), time.process_time())
            done = merge_patch(actor=actor, archive=archive, nslc=nslc, patch=patch, allowed=[plan.window])
            assert len(done) == 1
            return time.perf_counter() - began[0], time.process_time() - began[1]

        wall, cpu = min(once() for _ in range(5))
        print(f"merge of {what}, index and journal included: {wall:.3f} s, {cpu:.3f} s of CPU (target 0.15 s)")


def main():
    print(load_of_the_machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = Path(sys.argv[1]) if len(sys.argv) > 1 else folder
        truth = made(data)
        print(f"{truth.files} files, {truth.size / 1e9:.2f} GB")
        scans(data, truth)
        with database_and_broker(folder):
            rescans(folder)
            merges(folder)
    print(f"most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    print(load_of_the_machine())


if __name__ == "__main__":
    main()
