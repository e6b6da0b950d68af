from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from logging_core.automation.following import steps
from logging_core.automation.following.models import Follower
from logging_core.automation.following.registry import Following
from logging_core.shared import clock, feed
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.models import Change, FeedHead

pytestmark = pytest.mark.django_db


def happen(*ids: str, kind: str = "event") -> None:
    with recorded(Actor("ana")) as changes:
        for id in ids:
            changes.add(kind, "create", id, after={"id": id})


class Recorder:
    """A follower that remembers; of changes named in `bad` it wants nothing."""

    def __init__(self, *bad: str) -> None:
        self.batches: list[list[str]] = []
        self.bad = set(bad)

    def __call__(self, changes: list[Change]) -> None:
        ids = [change.record_id for change in changes]
        if self.bad & set(ids):
            raise RuntimeError(f"cannot do {self.bad & set(ids)}")
        self.batches.append(ids)

    @property
    def ids(self) -> list[str]:
        return [id for batch in self.batches for id in batch]


def following(handle, *kinds: str) -> Following:
    steps.enrol(["test"])
    return Following("test", frozenset(kinds or ("event",)), handle)


def try_again_now() -> None:
    Follower.objects.update(next_try_at=clock.now() - timedelta(seconds=1))


def test_a_new_follower_begins_with_what_happens_next() -> None:
    happen("before")
    seen = Recorder()
    its = following(seen)
    assert (steps.go_on(its), steps.behind()) == (0, [])
    happen("after")
    assert steps.behind() == ["test"]
    assert steps.go_on(its) == 1
    assert seen.ids == ["after"]


def test_changes_come_in_order_once_and_only_of_the_kinds_that_are_wanted() -> None:
    seen = Recorder()
    its = following(seen, "event", "aux_data")
    happen("1", "2")
    happen("x", kind="variable")
    happen("3", kind="aux_data")
    steps.go_on(its)
    happen("4")
    steps.go_on(its)
    steps.go_on(its)
    assert seen.batches == [["1", "2", "3"], ["4"]]
    assert Follower.objects.get().seq == feed.head().seq


def test_many_changes_come_in_parts(monkeypatch) -> None:
    monkeypatch.setattr(steps, "AT_A_TIME", 3)
    seen = Recorder()
    its = following(seen)
    happen(*map(str, range(8)))
    assert steps.go_on(its) == 8
    assert [len(batch) for batch in seen.batches] == [3, 3, 2]


def test_after_a_failure_what_came_before_it_is_handled_and_the_culprit_waits() -> None:
    seen = Recorder("3")
    its = following(seen)
    happen("1", "2", "3", "4")
    steps.go_on(its)
    assert seen.batches == [["1"], ["2"]]
    row = Follower.objects.get()
    assert (row.failures, "cannot do" in row.last_error) == (1, True)
    assert row.failing_since is not None and row.next_try_at > clock.now()
    assert steps.behind() == [] and steps.go_on(its) == 0


def test_when_the_cause_is_gone_it_goes_on_as_before() -> None:
    seen = Recorder("3")
    its = following(seen)
    happen("1", "2", "3", "4", "5")
    steps.go_on(its)
    seen.bad.clear()
    try_again_now()
    steps.go_on(its)
    assert seen.ids == ["1", "2", "3", "4", "5"]
    row = Follower.objects.get()
    assert (row.failures, row.failing_since, row.careful_to, row.skipped) == (0, None, 0, 0)


def test_at_last_one_change_is_given_up_and_that_is_told() -> None:
    seen = Recorder("2")
    its = following(seen)
    happen("1", "2", "3")
    for _ in range(steps.MOST_FAILURES + 2):
        steps.go_on(its)
        try_again_now()
    assert seen.ids == ["1", "3"]
    row = Follower.objects.get()
    assert (row.skipped, row.failing_since) == (1, None) and row.last_skipped_at is not None


def test_in_another_journal_it_begins_at_the_head() -> None:
    seen = Recorder()
    its = following(seen)
    happen("1")
    FeedHead.objects.update(epoch="00000000-0000-0000-0000-000000000001")
    assert steps.go_on(its) == 0
    happen("2")
    steps.go_on(its)
    assert seen.ids == ["2"]


def test_pauses_grow_up_to_half_a_minute() -> None:
    assert [steps.pause(failures).total_seconds() for failures in (1, 2, 3, 20)] == [0.5, 1, 2, 30]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_several_workers_at_once_hand_each_change_over_once() -> None:
    seen = Recorder()
    its = following(seen)
    for number in range(20):
        happen(str(number))

    def work(_: int) -> None:
        try:
            steps.go_on(its)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))
    assert seen.ids == [str(number) for number in range(20)]
