"""The promise under everything live: whoever has seen number N never misses a lower one that commits later."""

import random
import select
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from logging_core.shared import feed
from logging_core.shared.announce import CHANNEL, Actor, recorded
from logging_core.shared.models import Change, FeedHead

ANA = Actor("ana", "a" * 24, "page")
WRITERS, EACH = 12, 25


class Mishap(Exception):
    pass


def add(record_id: str, actor: Actor = ANA) -> None:
    with recorded(actor) as changes:
        changes.add("event", "create", record_id, after={"id": record_id})


def journal() -> list[tuple[int, str]]:
    return list(Change.objects.values_list("seq", "record_id"))


def test_changes_of_one_unit_get_numbers_in_their_order(db: None) -> None:
    start = feed.head().seq
    with recorded(ANA, "because") as changes:
        changes.add("event", "create", "one", after={"a": 1})
        changes.add("aux_data", "update", "two", before={"b": 1}, after={"b": 2}, version=2, restricted=True)
    one, two = feed.after(start)
    assert (one.seq, two.seq, feed.head().seq) == (start + 1, start + 2, start + 2)
    assert (two.kind, two.verb, two.record_id, two.version, two.restricted) == (
        "aux_data",
        "update",
        "two",
        2,
        True,
    )
    assert (two.actor, two.actor_id, two.via, two.reason) == ("ana", "a" * 24, "page", "because")
    assert (two.before, two.after) == ({"b": 1}, {"b": 2})


def test_a_unit_without_changes_leaves_no_number(db: None) -> None:
    start = feed.head()
    with recorded(ANA):
        pass
    assert feed.head() == start


def test_a_failure_leaves_no_trace_and_no_hole(db: None) -> None:
    start = feed.head().seq
    with pytest.raises(Mishap), recorded(ANA) as changes:
        changes.add("event", "create", "lost")
        raise Mishap
    add("kept")
    assert [(change.seq, change.record_id) for change in feed.after(start)] == [(start + 1, "kept")]


def test_a_failing_action_inside_another_takes_the_whole_unit_back(db: None) -> None:
    start = feed.head().seq
    with pytest.raises(Mishap), recorded(ANA) as changes:
        changes.add("event", "create", "outer")
        with recorded(Actor("bo")) as inner:
            inner.add("event", "create", "inner")
            raise Mishap
    assert feed.after(start) == []
    add("later")
    assert feed.head().seq == start + 1


def test_an_action_inside_another_joins_its_transaction_and_its_actor(db: None) -> None:
    start = feed.head().seq
    with recorded(ANA, "one reason") as changes:
        changes.add("event", "create", "outer")
        add("inner", Actor("bo"))
        assert feed.head().seq == start
    assert [(c.record_id, c.actor, c.reason) for c in feed.after(start)] == [
        ("outer", "ana", "one reason"),
        ("inner", "ana", "one reason"),
    ]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_unit_in_a_transaction_that_fails_later_is_taken_back_with_it() -> None:
    start = feed.head().seq
    with pytest.raises(Mishap), transaction.atomic():
        add("doomed")
        raise Mishap
    assert feed.head().seq == start
    assert feed.after(start) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_reader_sees_every_number_once_in_order_while_many_write_at_once() -> None:
    """Writers with connections of their own work for random times and commit in random order; some fail."""
    start = feed.head().seq
    finished = threading.Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(_follow, start, finished)
        written = sum(pool.map(_write_many, range(WRITERS)))
        finished.set()
        seen = reader.result()
    assert written > WRITERS * EACH / 2
    assert seen == list(range(start + 1, start + written + 1))
    assert [seq for seq, _ in journal() if seq > start] == seen


def _write_many(writer: int) -> int:
    """Changes written by one writer; every unit holds one to three of them."""
    dice, written = random.Random(writer), 0
    try:
        for number in range(EACH):
            size = dice.randint(1, 3)
            try:
                with recorded(Actor(f"writer {writer}")) as changes:
                    for part in range(size):
                        changes.add("event", "create", f"{writer}.{number}.{part}")
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_sleep(%s)", [dice.uniform(0, 0.008)])
                    if dice.random() < 0.15:
                        raise Mishap
                written += size
            except Mishap:
                pass
    finally:
        connections.close_all()
    return written


def _follow(since: int, finished: threading.Event) -> list[int]:
    """What a page sees that asks again and again for everything after the last number it has seen."""
    seen: list[int] = []
    try:
        while True:
            last_look = finished.is_set()
            seen += [change.seq for change in feed.after(seen[-1] if seen else since)]
            if last_look:
                return seen
    finally:
        connections.close_all()


@pytest.fixture
def bell() -> Iterator["Bell"]:
    listening = Bell()
    yield listening
    listening.close()


class Bell:
    """A connection of its own that listens as the pump does."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.raw = connection.Database.connect(**connection.get_connection_params())
        self.raw.autocommit = True
        with self.raw.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")

    def rings(self, within: float) -> list[str]:
        until = time.monotonic() + within
        while not self.raw.notifies and (left := until - time.monotonic()) > 0:
            select.select([self.raw], [], [], left)
            self.raw.poll()
        heard = [notify.payload for notify in self.raw.notifies]
        self.raw.notifies.clear()
        return heard

    def close(self) -> None:
        self.raw.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_bell_rings_at_the_commit_and_not_before(bell: Bell) -> None:
    with transaction.atomic():
        add("one")
        assert bell.rings(within=0.2) == []
    assert bell.rings(within=5) == [str(feed.head().seq)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_bell_stays_silent_when_the_unit_is_taken_back(bell: Bell) -> None:
    with pytest.raises(Mishap), transaction.atomic():
        add("one")
        raise Mishap
    add("two")
    assert bell.rings(within=5) == [str(feed.head().seq)]


def test_there_is_one_head_with_one_epoch(db: None) -> None:
    assert FeedHead.objects.count() == 1
    assert feed.head().epoch == feed.head().epoch != ""
