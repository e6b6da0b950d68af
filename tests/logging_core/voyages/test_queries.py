from datetime import timedelta
from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.shared import clock
from logging_core.voyages.models import Cruise, Lowering

DAY = timedelta(days=1)
NOON = clock.parse("2026-03-10T12:00:00Z")
pytestmark = pytest.mark.django_db


def cruise(name: str, start: int, stop: int | None, **fields: object) -> Cruise:
    """A cruise from so many days after noon until so many."""
    return Cruise.objects.create(
        name=name, start_ts=NOON + start * DAY, stop_ts=None if stop is None else NOON + stop * DAY, **fields
    )


@pytest.mark.parametrize(("days", "under_way"), [(-1.01, False), (-1, True), (0, True), (1, True), (1.01, False)])
def test_both_ends_belong_to_a_voyage(days: float, under_way: bool) -> None:
    cruise("A", -1, 1)
    assert Cruise.objects.containing(NOON + days * DAY).exists() is under_way


def test_a_voyage_without_end_goes_on_for_ever() -> None:
    cruise("A", -1, None)
    assert Cruise.objects.containing(NOON + 10_000 * DAY).exists()
    assert not Cruise.objects.containing(NOON - 2 * DAY).exists()


def test_of_several_under_way_the_last_to_start_counts() -> None:
    cruise("long", -9, None)
    cruise("short", -1, 1)
    assert str(Cruise.objects.at(NOON)) == "short"
    assert str(Cruise.objects.at(NOON + 2 * DAY)) == "long"
    assert Cruise.objects.at(NOON - 99 * DAY) is None


def test_a_lowering_belongs_to_the_cruise_in_which_it_starts() -> None:
    outer = cruise("A", -1, 1)
    for name, start in {"before": -2, "first": -1, "in": 0, "last": 1, "after": 2}.items():
        Lowering.objects.create(name=name, start_ts=NOON + start * DAY, stop_ts=NOON + 5 * DAY)
    assert {str(lowering) for lowering in Lowering.objects.inside(outer)} == {"first", "in", "last"}
    outer.stop_ts = None
    assert {str(lowering) for lowering in Lowering.objects.inside(outer)} == {"first", "in", "last", "after"}


def test_a_hidden_voyage_is_seen_by_admins_and_with_access_lists_by_those_it_names(
    admin: User, logger: User, watcher: User, settings: Any
) -> None:
    settings.ACCESS_CONTROL = True
    cruise("open", -9, -8)
    secret = cruise("secret", -1, 1, hidden=True)
    secret.access_list.add(logger, admin)

    def seen(person: User | None) -> set[str]:
        return {str(voyage) for voyage in Cruise.objects.visible_to(person)}

    assert seen(admin) == seen(logger) == {"open", "secret"}
    assert seen(watcher) == seen(None) == {"open"}
    assert Cruise.objects.visible_to(logger).count() == 2
