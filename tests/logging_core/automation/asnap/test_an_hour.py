"""An hour of snapshots each second, with everything going wrong that can: on a clock of our own."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from logging_core.automation.asnap import actions
from logging_core.automation.asnap.models import AsnapService
from logging_core.events.models import Event
from tests.logging_core.automation.asnap.switching import snapshots, switch, time

SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_3600_seconds_make_3600_snapshots_none_missing_none_twice(monkeypatch, settings) -> None:
    """Ticks are late, lost, doubled, out of order; worker and broker are away for seconds and for minutes."""
    settings.ASNAP_INTERVAL = 1
    start, chance = time("12:00:00"), random.Random(7)
    away = [(300, 303), (900, 960), (1500, 1501), (1800, 2100), (3590, 3601)]
    switch(True, start, monkeypatch)
    for second in range(3600):
        if any(first <= second < last for first, last in away) or chance.random() < 0.7:
            continue
        for _ in range(chance.choice([1, 1, 2, 3])):
            actions.tick(start + second * SECOND + chance.uniform(-0.5, 0.9) * SECOND)
    switch(False, start + 3600 * SECOND, monkeypatch)
    actions.tick(start + 3620 * SECOND)
    moments = list(Event.objects.filter(value="ASNAP").order_by("ts").values_list("ts", flat=True))
    assert len(moments) == 3600
    assert {later - earlier for earlier, later in pairwise(moments)} == {SECOND}
    assert snapshots()[0] == "12:00:00.000"


@pytest.mark.django_db
def test_a_worker_that_is_killed_between_snapshot_and_note_leaves_neither(monkeypatch) -> None:
    switch(True, time("12:00:00"), monkeypatch)
    with monkeypatch.context() as dying:
        dying.setattr(actions, "_note", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            actions.tick(time("12:00:05"))
    assert not Event.objects.exists()
    assert actions.tick(time("12:00:06")) == 1
    assert AsnapService.the().made_until == time("12:00:00")
