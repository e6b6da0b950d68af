"""Whatever three instances do, and whichever of their calls break: at the end they are equal."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest

from logging_core.automation.sync import running
from logging_core.automation.sync.models import SyncHeld
from logging_core.events.actions import delete_event, restore_event
from logging_core.events.comments import comment_on_event
from logging_core.events.models import Event
from logging_core.shared import ids
from logging_core.shared.errors import Conflict
from logging_core.voyages.actions import delete_voyage, save_voyage
from logging_core.voyages.models import Cruise
from tests.logging_core.automation.sync.doing import ANA, ANYBODY, T0, aux, change, cruise, log
from tests.logging_core.automation.sync.fleet import Instance, Radio


class Life:
    """Random things that people do; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.number = 0

    def happens_on(self, instance: Instance) -> None:
        with instance:
            self.number += 1
            deeds = [
                self.log,
                self.edit,
                self.edit,
                self.move,
                self.delete,
                self.remark,
                self.measure,
                self.voyage,
            ]
            self.chance.choice(deeds)()

    def event(self) -> str | None:
        known = sorted(Event.objects.values_list("id", flat=True))
        return self.chance.choice(known) if known else None

    def log(self) -> None:
        log(free_text=f"number {self.number}")

    def edit(self) -> None:
        self._try(lambda id: change(id, free_text=f"edit {self.number}"))

    def move(self) -> None:
        self._try(lambda id: change(id, ts=T0 + timedelta(seconds=self.number)))

    def delete(self) -> None:
        act = self.chance.choice([delete_event, restore_event])
        self._try(lambda id: act(actor=ANA, user=ANYBODY, id=id))

    def remark(self) -> None:
        text = f"remark {self.number}"
        self._try(lambda id: comment_on_event(actor=ANA, user=None, event_id=id, id=ids.new_id(), text=text))

    def measure(self) -> None:
        source = self.chance.choice(["nav", "ctd"])
        alive = sorted(Event.objects.alive().values_list("id", flat=True))
        if alive:
            aux(self.chance.choice(alive), source, str(self.number))

    def voyage(self) -> None:
        known = list(Cruise.objects.order_by("id"))
        if not known or len(known) < 2:
            cruise(f"C{self.number}")
        elif self.chance.random() < 0.3:
            delete_voyage(actor=ANA, voyage=self.chance.choice(known))
        else:
            one = self.chance.choice(known)
            save_voyage(actor=ANA, model=Cruise, id=one.id, values={"location": f"place {self.number}"})

    def _try(self, act: Callable[[str], object]) -> None:
        id = self.event()
        if id is not None:
            with suppress(Conflict):  # deleted meanwhile
                act(id)


class Weather:
    """A third of the calls break before they arrive, or after they were answered."""

    def __init__(self, seed: int, radio: Radio) -> None:
        self.chance = random.Random(seed)
        radio.before = self.maybe
        radio.after = self.maybe
        self.fair = False

    def maybe(self, *_what: object) -> None:
        if not self.fair and self.chance.random() < 0.3:
            raise httpx.ReadTimeout("lost")


@pytest.mark.parametrize("seed", range(3))
def test_three_instances_end_equal(
    seed: int, ship: Instance, shore: Instance, vehicle: Instance, radio: Radio
) -> None:
    ship.knows(shore)
    shore.knows(vehicle)
    vehicle.knows(ship)
    calls = [(ship, shore), (shore, vehicle), (vehicle, ship)]
    with ship:
        for _ in range(5):
            log()
    life, weather, chance = Life(seed), Weather(seed, radio), random.Random(seed)
    for _ in range(12):
        for _ in range(chance.randint(1, 5)):
            life.happens_on(chance.choice([ship, shore, vehicle]))
        with suppress(running.Failed):
            radio.exchange(*chance.choice(calls))
    weather.fair = True
    for _ in range(4):
        for one, other in calls:
            radio.exchange(one, other)
    assert ship.records() == shore.records() == vehicle.records()
    assert len(ship.records()) > 5
    for instance in (ship, shore, vehicle):
        with instance:
            assert not SyncHeld.objects.exists()
    sent = radio.bytes
    for one, other in calls:
        assert radio.exchange(one, other) == 1
    assert radio.bytes - sent < 6000, "equal instances have something to say"
