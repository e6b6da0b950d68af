"""Records per CPU second of whole pipelines, beside a thread for every writer in the same run.

python -m tests.bench.bench_pipeline
"""

import tempfile
import time
from pathlib import Path

from logging_core.loggers.base.building import build_pipeline
from logging_core.loggers.base.site import Site
from tests.bench import thread_per_writer

COUNT = 286_416
LINE = "$INGGA,000000.16,2200.110899,S,01756.359432,W,1,12,0.7,-2.76,M,4.67,M,,*6C"
STAMP = {"class": "TimestampTransform"}
PREFIX = {"class": "PrefixTransform", "kwargs": {"prefix": "gyr1"}}


def measured(work, count):
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return count / (time.process_time() - cpu), count / (time.perf_counter() - wall)


def best(work, count=COUNT, runs=3):
    return max(measured(work, count) for _ in range(runs))


def pipeline(source, transforms, writers, reader="TextFileReader", argument="file_spec"):
    def run():
        build_pipeline(
            {
                "readers": {"class": reader, "kwargs": {argument: str(source)}},
                "transforms": transforms,
                "writers": writers,
            },
            Site(),
        ).run()

    return run


def text_file(folder):
    return {"class": "TextFileWriter", "kwargs": {"filename": str(folder / "out")}}


def log_file(folder, name="log"):
    return {"class": "LogfileWriter", "kwargs": {"filebase": str(folder / name)}}


def one_writer(source, folder):
    for name, work in {
        "text file, timestamp, prefix, text file": pipeline(source, [STAMP, PREFIX], text_file(folder)),
        "log file, timestamp, prefix, text file": pipeline(
            source, [STAMP, PREFIX], text_file(folder), "LogfileReader", "filebase"
        ),
        "text file, timestamp, log file": pipeline(source, [STAMP], log_file(folder)),
    }.items():
        cpu, wall = best(work)
        print(f"{name}: {cpu:,.0f} records per CPU second, {wall:,.0f} records/s")


def two_writers_side_by_side(source, folder):
    second = {"class": "ComposedWriter", "kwargs": {"transforms": [], "writers": [log_file(folder, "second")]}}
    ours, wall = best(pipeline(source, [STAMP], [log_file(folder), second]))
    count = COUNT // 20
    peer, _ = best(lambda: thread_per_writer.run([LINE] * count, folder / "peer"), count)
    print(f"timestamp, two log files: {ours:,.0f} records per CPU second, {wall:,.0f}/s")
    print(f"a thread per writer: {peer:,.0f} records per CPU second; ratio {ours / peer:.1f}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "lines"
        source.write_text(f"{LINE}\n" * COUNT)
        one_writer(source, folder)
        two_writers_side_by_side(source, folder)


if __name__ == "__main__":
    main()
