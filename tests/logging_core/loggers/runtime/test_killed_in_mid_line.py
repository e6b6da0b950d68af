"""F3: a logger is killed in the middle of a line, again and again."""

import os
import random
import signal
import time
from itertools import pairwise

import pytest

from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.reading import SpoolReader
from tests.logging_core.loggers.runtime.running import Runtime, component, config
from tests.logging_core.loggers.runtime.serial_line import SerialLine, Talking
from tests.support.waiting import until

RATE = 100  # lines a second


@pytest.fixture
def line(folder):
    line = SerialLine(folder / "ttyGyro")
    line.plug_in()
    yield line
    line.close()


def logger(folder):
    return config(
        component("SerialReader", port=str(folder / "ttyGyro")),
        component("LogfileWriter", filebase=str(folder / "raw" / "gyr1")),
        component(
            "ComposedWriter",
            transforms=[component("ToDASRecordTransform", field_name="line")],
            writers=[component("DatabaseWriter")],
        ),
        transforms=[component("TimestampTransform")],
    )


def recorded(folder):
    files = sorted((folder / "raw").iterdir()) if (folder / "raw").exists() else []
    text = "".join(path.read_text() for path in files)
    assert text.endswith("\n") or not text
    return [line.split(" ", 1) for line in text.splitlines()]


def spooled(folder):
    reader = SpoolReader(folder / "loggers" / "spool" / "gyr1")
    found = []
    while frames := reader.frames(10_000):
        found += [record.fields["line"] for frame in frames for record in payloads.records(frame.payload)]
        reader.take(frames)
    return found


def kill_logger(runtime):
    began = time.time()
    os.kill(runtime.children()["gyr1"], signal.SIGKILL)
    return began


def kill_supervisor(runtime):
    began = time.time()
    runtime.stop(signal.SIGKILL)
    runtime.start()
    return began


def wait_until_it_reads(runtime, before=None):
    """A new process, which has told that it got records."""

    def reads():
        told = runtime.logger("gyr1")
        return told.get("pid") not in (None, before) and told["records"] and told["pid"]

    return until(reads, 60)


def check(folder, line, kills, runtime):
    sent, stamped = list(line.sent), recorded(folder)
    lines = [text for _, text in stamped]
    whole = [text for text in lines if text in line.sent]
    partial = [text for text in lines if text not in line.sent]
    assert whole == sorted(whole), "the order was changed"
    assert len(whole) == len(set(whole)), "a line was written twice"
    flagged = runtime.log("gyr1").count("line may lack its beginning") + runtime.log("gyr1").count(
        "without its end"
    )
    assert len(partial) <= flagged, f"altered without a word: {partial}"
    assert all(any(other.endswith(text) or other.startswith(text) for other in sent) for text in partial), partial
    numbers = {text: number for number, text in enumerate(sent)}
    gaps = [
        (line.sent[one], line.sent[other]) for one, other in pairwise(whole) if numbers[other] != numbers[one] + 1
    ]
    for began, ended in gaps:
        assert any(began - 0.2 <= kill <= ended for kill in kills), f"lines were lost without a kill, {began}"
    assert len(gaps) <= len(kills)
    stored = set(spooled(folder))
    missing = [f"{stamp} {text}" for stamp, text in stamped if f"{stamp} {text}" not in stored]
    assert len(missing) <= len(kills), "more than the line in hand is missing in the spool"
    lost = len(sent) - len(whole)
    print(
        f"\n{len(kills)} kills, {len(sent)} lines sent, {len(whole)} recorded whole,"
        f" {len(partial)} partial and said so, {lost} lost while nobody read,"
        f" {len(missing)} in the log file but not in the spool"
    )


def run(folder, line, kinds):
    with Runtime(folder).plan_on_disk({"gyr1": logger(folder)}) as runtime, Talking(line, RATE, in_two=True):
        pid = wait_until_it_reads(runtime)
        kills = []
        for kind in kinds:
            time.sleep(random.uniform(0, 0.1))  # anywhere in a line
            kills.append(kind(runtime))
            pid = wait_until_it_reads(runtime, pid)
        runtime.stop()
        check(folder, line, kills, runtime)


def test_lines_are_lost_only_while_nobody_reads_and_none_is_altered(folder, line):
    run(folder, line, [kill_logger, *[kill_supervisor] * 8, kill_logger])


@pytest.mark.faults
def test_two_hundred_times(folder, line):
    run(folder, line, [*[kill_logger] * 5, *[kill_supervisor] * 195])
