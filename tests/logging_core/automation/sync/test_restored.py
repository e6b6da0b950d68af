"""Databases that are restored from a backup, emptied, or copied."""

import pytest
from django.db import connection

from logging_core.automation.sync import actions, running
from logging_core.automation.sync.models import SyncConflict, SyncPeer
from logging_core.events.models import Event
from tests.logging_core.automation.sync.doing import ANA, aux, change, log
from tests.logging_core.automation.sync.fleet import Instance, Radio

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s"


class Backup:
    """Every table of an instance, as it is now."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        with connection.cursor() as cursor:
            cursor.execute(TABLES, [instance.name])
            self.tables = [row[0] for row in cursor.fetchall()]
            for table in self.tables:
                cursor.execute(f"CREATE TABLE public.backup_{table} AS SELECT * FROM {instance.name}.{table}")

    def restore(self) -> None:
        with connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {self.instance.name}.{table}")
                cursor.execute(f"INSERT INTO {self.instance.name}.{table} SELECT * FROM public.backup_{table}")


@pytest.fixture(autouse=True)
def they_are_equal(ship: Instance, shore: Instance, radio: Radio) -> None:
    ship.knows(shore)
    with ship:
        aux(log("BEFORE"))
    radio.exchange(ship, shore)


def live_on(ship: Instance, shore: Instance, radio: Radio) -> None:
    """Both sides log something and exchange it."""
    with ship:
        aux(log("SHIP"))
    with shore:
        log("SHORE")
    radio.exchange(ship, shore)


def log_more_than_was_lost(instance: Instance) -> None:
    """So that the numbers of the journal are higher than before again."""
    with instance:
        for _ in range(10):
            log("AFTER")


@pytest.mark.parametrize("who", ["ship", "shore"])
@pytest.mark.parametrize("busy", [False, True], ids=["at once", "after more was logged"])
def test_the_others_give_back_what_was_lost(
    who: str, busy: bool, ship: Instance, shore: Instance, radio: Radio
) -> None:
    lost = {"ship": ship, "shore": shore}[who]
    backup = Backup(lost)
    live_on(ship, shore, radio)
    backup.restore()
    if busy:
        log_more_than_was_lost(lost)
    for _ in range(3):
        radio.exchange(ship, shore)
    assert ship.records() == shore.records()
    with ship:
        values = list(Event.objects.values_list("value", flat=True))
        assert {"BEFORE", "SHIP", "SHORE"} <= set(values)
        assert len(values) == (13 if busy else 3)
        assert not SyncConflict.objects.exists()


def test_a_copy_of_the_database_is_refused_until_it_has_an_identity_of_its_own(
    ship: Instance, vehicle: Instance, radio: Radio
) -> None:
    ship.knows(vehicle)
    with vehicle:
        stamps = vehicle.id
        actions.SyncInstance.objects.update(instance_id=ship.id)
    with pytest.raises(running.Failed, match="identity"):
        radio.exchange(ship, vehicle)
    with vehicle:
        assert actions.new_identity(actor=ANA) not in (ship.id, stamps)
    radio.exchange(ship, vehicle)
    assert vehicle.records() == ship.records()


def test_another_instance_under_the_same_address_is_refused(ship: Instance, shore: Instance, radio: Radio) -> None:
    with shore:
        actions.new_identity(actor=ANA)
    with pytest.raises(running.Failed, match="another instance answers"):
        radio.exchange(ship, shore)


def test_copying_everything_again_changes_nothing_that_is_equal(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    live_on(ship, shore, radio)
    with shore:
        before = list(Event.objects.values_list("id", "version"))
    with ship:
        actions.copy_again(actor=ANA, user=None, id=SyncPeer.objects.get().id)
    radio.exchange(ship, shore)
    with shore:
        assert list(Event.objects.values_list("id", "version")) == before
    assert ship.peer(shore).records_out > 4


def test_what_was_lost_without_a_trace_comes_back_by_copying_again(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with shore, connection.cursor() as cursor:
        cursor.execute("DELETE FROM logging_core_auxdata")
        cursor.execute("DELETE FROM logging_core_event")
        cursor.execute("DELETE FROM logging_core_syncstamp")
    with ship:
        actions.copy_again(actor=ANA, user=None, id=SyncPeer.objects.get().id)
    radio.exchange(ship, shore)
    assert ship.records() == shore.records()
    with ship:
        change(Event.objects.get().id, free_text="goes on")
    radio.exchange(ship, shore)
    assert ship.records() == shore.records()
