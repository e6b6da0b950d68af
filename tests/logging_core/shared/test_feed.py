from dataclasses import dataclass, field

import pytest

from logging_core.shared import clock, feed
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.feed import FURTHEST_BEHIND, Position
from logging_core.shared.models import Change


@dataclass
class Somebody:
    roles: list[str] = field(default_factory=list)


ADMIN, WATCHER, LOGGER = Somebody(["admin"]), Somebody(["event_watcher"]), Somebody(["event_logger"])


def change(kind: str = "event", restricted: bool = False) -> Change:
    return Change(
        seq=7,
        at=clock.EPOCH,
        actor="ana",
        kind=kind,
        verb="update",
        record_id="f" * 24,
        version=3,
        restricted=restricted,
        before={"secret": "before"},
        after={"id": "f" * 24},
        reason="a private reason",
    )


def test_somebody_who_may_see_a_change_gets_the_record_as_it_is_now() -> None:
    assert feed.message(change(), WATCHER) == {
        "type": "change",
        "seq": 7,
        "at": "1970-01-01T00:00:00.000Z",
        "kind": "event",
        "verb": "update",
        "id": "f" * 24,
        "version": 3,
        "actor": "ana",
        "record": {"id": "f" * 24},
    }


@pytest.mark.parametrize(
    ("seen", "person"),
    [
        (change("cruise", restricted=True), LOGGER),
        (change("event", restricted=True), WATCHER),
        (change("user"), LOGGER),
        (change("template"), WATCHER),
        (change("event"), None),
        (change("event"), Somebody([])),
    ],
)
def test_of_a_change_that_somebody_may_not_see_only_the_number_is_left(
    seen: Change, person: Somebody | None
) -> None:
    assert feed.message(seen, person) == {"type": "change", "seq": 7, "kind": None}


def test_an_admin_sees_restricted_changes() -> None:
    assert feed.message(change("cruise", restricted=True), ADMIN)["record"] == {"id": "f" * 24}


NOW = Position("epoch", 10_000)


@pytest.mark.parametrize(
    ("since", "can"),
    [
        (Position("epoch", 10_000), True),
        (Position("epoch", 9_999), True),
        (Position("epoch", 10_000 - FURTHEST_BEHIND), True),
        (Position("epoch", 10_000 - FURTHEST_BEHIND - 1), False),
        (Position("epoch", 10_001), False),
        (Position("another", 10_000), False),
        (Position("", 9_999), False),
    ],
)
def test_a_page_can_follow_from_the_same_epoch_when_it_is_not_too_far_behind(since: Position, can: bool) -> None:
    assert feed.can_follow(since, NOW) is can


def test_everything_after_a_number_comes_in_order_and_up_to_another(db: None) -> None:
    start = feed.head().seq
    with recorded(Actor("ana")) as changes:
        for number in range(5):
            changes.add("event", "create", str(number))
    assert [c.record_id for c in feed.after(start)] == ["0", "1", "2", "3", "4"]
    assert [c.record_id for c in feed.after(start + 1, start + 3)] == ["1", "2"]
    assert feed.after(start + 5) == []
