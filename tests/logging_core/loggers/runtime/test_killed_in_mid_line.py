"""F3: a logger is killed in the middle of a line, again and again."""

import os
import random
import signal
import time
from itertools import pairwise

import pytest

from logging_core.loggers.readers.streaming import CHUNK
from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.reading import SpoolReader
from tests.logging_core.loggers.runtime.running import Runtime, component, config
from tests.logging_core.loggers.runtime.serial_line import SerialLine, Talking
from tests.support.waiting import until


class Sensor:
    """A talking instrument, the logger that records it, and the moments when that was killed."""

    def __init__(self, folder, name, per_second):
        self.folder, self.name = folder, name
        self.line = SerialLine(folder / f"tty-{name}")
        self.line.plug_in()
        self.talking = Talking(self.line, per_second, in_two=True)
        self.kills = []

    def __enter__(self):
        self.talking.__enter__()
        return self

    def __exit__(self, *_):
        self.talking.__exit__()
        self.line.close()

    def logger(self):
        return config(
            component("SerialReader", port=str(self.line.link)),
            component("LogfileWriter", filebase=str(self.folder / "raw" / self.name / "log")),
            component(
                "ComposedWriter",
                transforms=[component("ToDASRecordTransform", field_name="line")],
                writers=[component("DatabaseWriter")],
            ),
            transforms=[component("TimestampTransform")],
        )

    def recorded(self):
        """Time and text of each line in the files; of one that was torn while it was written what there is."""
        files = sorted((self.folder / "raw" / self.name).glob("*"))
        text = "".join(path.read_text() for path in files)
        assert text.endswith("\n") or not text
        return [line.partition(" ")[::2] for line in text.splitlines()]

    def spooled(self):
        reader = SpoolReader(self.folder / "loggers" / "spool" / self.name)
        found = []
        while frames := reader.frames(10_000):
            found += [record.fields["line"] for frame in frames for record in payloads.records(frame.payload)]
            reader.take(frames)
        return found


def wait_until_it_reads(runtime, name, before=None):
    """A new process, which has told that it got records."""

    def reads():
        told = runtime.logger(name)
        return told.get("pid") not in (None, before) and told["records"] and told["pid"]

    return until(reads, 120, lambda: f"{name} to read, but {runtime.logger(name)}, {runtime.log(name)[-500:]}")


def gaps(sensor, whole):
    """Lines that were sent and not recorded: those between two that were, one after the other."""
    sent = list(sensor.line.sent)
    numbers = {text: number for number, text in enumerate(sent)}
    return [
        sent[numbers[one] + 1 : numbers[other]]
        for one, other in pairwise(whole)
        if numbers[other] > numbers[one] + 1
    ]


def check(runtime, sensor, lost_in_a_gap):
    """What was lost, and what was recorded in part."""
    sent, stamped = sensor.line.sent, sensor.recorded()
    lines = [text for _, text in stamped]
    whole, partial = [text for text in lines if text in sent], [text for text in lines if text not in sent]
    assert whole == sorted(whole), "the order was changed"
    assert len(whole) == len(set(whole)), "a line was written twice"
    log = runtime.log(sensor.name)
    flagged = log.count("line may lack its beginning") + log.count("without its end")
    assert len(partial) <= flagged, f"altered without a word: {partial}"
    assert all(any(other.endswith(text) or other.startswith(text) for other in sent) for text in partial), partial
    lost = gaps(sensor, whole)
    assert len(lost) <= len(sensor.kills)
    for gap in lost:
        lost_in_a_gap(sensor, gap)
    stored = set(sensor.spooled())
    missing = [f"{stamp} {text}" for stamp, text in stamped if f"{stamp} {text}" not in stored]
    assert len(missing) <= len(sensor.kills), "more than the line in hand is not in the spool"
    return [len(sensor.kills), len(sent), len(whole), len(partial), sum(map(len, lost)), len(missing)]


def those_of_the_killed_read(sensor, gap):
    """And the line before them, of which a part had been read."""
    assert len("\r\n".join(gap[1:])) <= CHUNK, f"lost: {gap}"


def those_while_nobody_read(sensor, gap):
    began, ended = sensor.line.sent[gap[0]], sensor.line.sent[gap[-1]]
    assert any(began - 0.2 <= kill <= ended + 0.2 for kill in sensor.kills), f"lost without a kill: {gap}"


def tell(figures):
    kills, sent, whole, partial, lost, missing = (sum(column) for column in zip(*figures, strict=True))
    print(
        f"\n{kills} kills, {sent} lines sent, {whole} recorded whole, {partial} partial and said so,"
        f" {lost} lost, {missing} in the log file but not in the spool"
    )


def kill_again_and_again(folder, runtime, sensor, times):
    pid = wait_until_it_reads(runtime, sensor.name)
    for _ in range(times):
        time.sleep(random.uniform(0, 0.1))  # anywhere in a line
        sensor.kills.append(time.time())
        os.kill(pid, signal.SIGKILL)
        pid = wait_until_it_reads(runtime, sensor.name, pid)


def test_a_killed_logger_loses_no_more_than_the_line_in_hand(folder):
    with Sensor(folder, "gyr1", 100) as sensor, Runtime(folder).plan_on_disk({"gyr1": sensor.logger()}) as runtime:
        kill_again_and_again(folder, runtime, sensor, 3)
        runtime.stop()
        tell([check(runtime, sensor, those_of_the_killed_read)])


def test_a_killed_supervisor_loses_only_what_comes_while_nobody_reads(folder):
    with Sensor(folder, "gyr1", 100) as sensor, Runtime(folder).plan_on_disk({"gyr1": sensor.logger()}) as runtime:
        pid = wait_until_it_reads(runtime, "gyr1")
        for _ in range(8):
            time.sleep(random.uniform(0, 0.1))
            sensor.kills.append(time.time())
            runtime.stop(signal.SIGKILL)
            runtime.start()
            pid = wait_until_it_reads(runtime, "gyr1", pid)
        runtime.stop()
        tell([check(runtime, sensor, those_while_nobody_read)])


@pytest.mark.faults
def test_two_hundred_times(folder):
    """Forty loggers, five times each, while the delays of their returns grow to 16 s."""
    sensors = [Sensor(folder, f"n{number:02d}", 25) for number in range(40)]
    with Runtime(folder).plan_on_disk({sensor.name: sensor.logger() for sensor in sensors}) as runtime:
        for sensor in sensors:
            sensor.__enter__()
        for _ in range(5):
            pids = {sensor.name: wait_until_it_reads(runtime, sensor.name) for sensor in sensors}
            for sensor in sensors:
                time.sleep(random.uniform(0, 0.05))
                sensor.kills.append(time.time())
                os.kill(pids[sensor.name], signal.SIGKILL)
            for sensor in sensors:
                wait_until_it_reads(runtime, sensor.name, pids[sensor.name])
        runtime.stop()
        for sensor in sensors:
            sensor.__exit__()
        tell([check(runtime, sensor, those_of_the_killed_read) for sensor in sensors])
