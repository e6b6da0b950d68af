"""Several readers and several writers, where none harms another."""

import os
import subprocess
import sys
import threading
import time

import pytest

from logging_core.loggers.base import lane as lanes
from logging_core.loggers.base.component import EndOfInput, NotNow, Reader, Transform, Writer
from logging_core.loggers.base.composed import ComposedReader, ComposedWriter
from logging_core.loggers.base.mirrored import MirroredReader
from logging_core.loggers.base.pipeline import Pipeline
from logging_core.loggers.base.starving import SCHEDULED
from logging_core.loggers.transforms.prefix import PrefixTransform
from tests.logging_core.loggers.reading import all_records
from tests.support.waiting import until


class Given(Reader):
    def __init__(self, *records):
        super().__init__()
        self.records = list(records)

    def read(self):
        if not self.records:
            raise EndOfInput
        record = self.records.pop(0)
        if isinstance(record, Exception):
            raise record
        return record


class Kept(Writer):
    def __init__(self, local=False, backlog=10_000):
        super().__init__()
        self.local, self.backlog = local, backlog
        self.records = []

    def write(self, record):
        self.records.append(record)


class Stuck(Kept):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.free = threading.Event()

    def write(self, record):
        self.free.wait(20)
        super().write(record)


class Broken(Kept):
    def write(self, record):
        raise RuntimeError("broken")


class Away(Kept):
    away = True

    def write(self, record):
        if self.away:
            self.trouble = "away"
            raise NotNow("away")
        self.trouble = None
        super().write(record)


class Odd(Transform):
    """Drops every second record and breaks on "bad"."""

    def change(self, record):
        if record == "bad":
            raise KeyError(record)
        return None if record % 2 else record


def test_a_transform_that_drops_a_record_does_not_end_the_reader():
    assert all_records(ComposedReader([Given(0, 1, 2, 3, "bad", 4)], [Odd()])) == [0, 2, 4]


def test_several_readers_are_read_side_by_side_to_the_end_of_all():
    reader = ComposedReader([Given(1, 2), Given(3), Given()])
    assert sorted(all_records(reader)) == [1, 2, 3]


def test_a_reader_that_breaks_is_read_again():
    broken = Given(1, RuntimeError("x"), 2)
    assert sorted(all_records(ComposedReader([broken, Given(3)]))) == [1, 2, 3]
    assert broken.tally.counts == {"failed: RuntimeError": 1}


# A local writer that is stuck is no case of this one: it returns at once, or is moved to a lane by the next test.
@pytest.mark.parametrize(
    ("other", "local"), [(Stuck, False), (Broken, False), (Broken, True), (Away, False), (Away, True)]
)
def test_no_writer_harms_another(other, local, monkeypatch):
    monkeypatch.setattr(lanes, "LONGEST_DRAIN", 0.2)
    bad, good = other(local=local), Kept(local=local)
    writer = ComposedWriter(writers=[bad, good])
    began = time.monotonic()
    for number in range(100):
        writer.write(number)
    until(lambda: good.records == list(range(100)))
    assert time.monotonic() - began < 5
    writer.close()
    if other is Stuck:
        bad.free.set()
    else:
        until(lambda: bad.tally.total() == 100)


def test_a_slow_local_writer_gets_a_lane(monkeypatch):
    monkeypatch.setattr("logging_core.loggers.base.composed.SLOW", 0.05)

    class Slow(Kept):
        def write(self, record):
            time.sleep(0.1)
            super().write(record)

    slow = Slow(local=True)
    writer = ComposedWriter(writers=[slow])
    began = time.monotonic()
    for number in range(10):
        writer.write(number)
    assert time.monotonic() - began < 0.5
    until(lambda: slow.records == list(range(10)))
    assert list(slow.tally.counts) == ["slow, moved to a lane of its own"]
    writer.close()


@pytest.fixture
def busy_processor():
    """This thread shares one processor with many that never rest."""
    if not SCHEDULED.exists():
        pytest.skip("this system does not say how long a thread waits for a processor")
    before = os.sched_getaffinity(0)
    one = {min(before)}
    os.sched_setaffinity(0, one)
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(12)]
    yield
    for other in others:
        other.kill()
        other.wait()
    os.sched_setaffinity(0, before)


def test_a_local_writer_on_a_busy_machine_is_not_slow(monkeypatch, busy_processor):
    monkeypatch.setattr("logging_core.loggers.base.composed.SLOW", 0.2)
    took = []

    class Works(Kept):
        def write(self, record):
            began, end = time.monotonic(), time.thread_time() + 0.1
            while time.thread_time() < end:
                pass
            took.append(time.monotonic() - began)

    works = Works(local=True)
    writer = ComposedWriter(writers=[works])
    until(lambda: writer.write("x") or max(took) > 0.4)
    assert works.lane is None
    assert not works.tally.counts
    writer.close()


def test_a_local_writer_that_cannot_write_keeps_its_records_and_leaves_its_lane_when_it_is_well(monkeypatch):
    monkeypatch.setattr("logging_core.loggers.base.composed.CALM", 0.05)
    away = Away(local=True)
    writer = ComposedWriter(writers=[away])
    for number in range(10):
        writer.write(number)
    assert len(away.lane) == 10 or away.trouble
    away.away = False
    until(lambda: away.records == list(range(10)))
    more = iter(range(10, 1000))
    until(lambda: writer.write(next(more)) or away.lane is None)
    until(lambda: away.records == list(range(next(more))))
    assert not away.tally.counts
    writer.close()


def test_a_full_queue_loses_the_oldest_and_counts_them():
    stuck = Stuck(backlog=10)
    writer = ComposedWriter(writers=[stuck])
    writer.write("first")
    until(lambda: not len(writer._lanes[stuck]))
    for number in range(25):
        writer.write(number)
    assert stuck.tally.counts == {"queue full": 15}
    stuck.free.set()
    until(lambda: stuck.records == ["first", *range(15, 25)])
    writer.close()


def test_records_wait_in_order_while_a_writer_is_away():
    away = Away()
    writer = ComposedWriter(writers=[away])
    for number in range(50):
        writer.write(number)
    writer.write([50, 51])
    until(lambda: away.trouble)
    away.away = False
    until(lambda: away.records == list(range(52)))
    assert away.tally.total() == 0
    writer.close()


def test_what_is_left_at_the_end_is_counted(monkeypatch):
    monkeypatch.setattr(lanes, "LONGEST_DRAIN", 0.1)
    away = Away()
    writer = ComposedWriter(writers=[away])
    writer.write("x")
    writer.close()
    until(lambda: away.tally.counts == {"left in the queue at the end": 1})


def test_transforms_inside_a_writer_change_its_records_only():
    plain, prefixed = Kept(local=True), Kept(local=True)
    inner = ComposedWriter([PrefixTransform(prefix="p")], [prefixed])
    writer = ComposedWriter(writers=[plain, inner])
    writer.write("x")
    assert (plain.records, prefixed.records) == (["x"], ["p x"])
    assert set(writer.parts()) == {plain, inner}


def test_a_mirror_gets_a_copy_beside_the_flow():
    kept = Kept()
    reader = MirroredReader(Given("a", "b"), kept)
    assert all_records(reader) == ["a", "b"]
    until(lambda: kept.records == ["a", "b"])
    reader.close()


def test_a_pipeline_skips_nothing_and_goes_on_after_faults():
    kept = Kept(local=True)
    pipeline = Pipeline(
        ComposedReader([Given("", [], None, "a", RuntimeError("x"), "b")]), ComposedWriter(writers=[kept])
    )
    pipeline.run()
    assert kept.records == ["a", "b"]


def test_a_reader_that_can_wait_waits_for_a_slow_writer():
    class Steady(Kept):
        def write(self, record):
            time.sleep(0.0005)
            super().write(record)

    source = Given(*range(300))
    source.waits = True
    steady = Steady(backlog=20)
    pipeline = Pipeline(ComposedReader([source]), ComposedWriter(writers=[steady]))
    pipeline.run()
    assert steady.records == list(range(300))


def test_an_interval_is_kept_between_records():
    pipeline = Pipeline(
        ComposedReader([Given(1, 2, 3)]), ComposedWriter(writers=[Kept(local=True)]), interval=0.05
    )
    began = time.monotonic()
    pipeline.run()
    assert time.monotonic() - began > 0.14
