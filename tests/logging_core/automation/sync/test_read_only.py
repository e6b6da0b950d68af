"""A read-only copy: its records change where they come from, and nowhere else."""

from typing import Any

import pytest

from logging_core.automation.sync import actions, read_only
from logging_core.automation.sync.models import SyncPeer
from logging_core.events.models import Event
from logging_core.shared.errors import NotAllowed
from tests.logging_core.automation.sync.doing import ANA, change, cruise, log
from tests.logging_core.automation.sync.fleet import Instance, Radio


@pytest.fixture(autouse=True)
def look_again() -> Any:
    read_only.forget()
    yield
    read_only.forget()


def make_read_only(instance: Instance, on: bool = True) -> None:
    with instance:
        peer = SyncPeer.objects.get()
        values = {"read_only": on, "kinds": ["event", "aux_data"]}
        actions.save_peer(actor=ANA, user=None, id=peer.id, values=values)


def test_local_changes_are_refused_with_the_name_of_the_source_and_nothing_is_stored(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    ship.knows(shore)
    with ship:
        event = log()
    radio.exchange(ship, shore)
    make_read_only(shore)
    with shore:
        for act in (log, lambda: change(event, free_text="ashore")):
            with pytest.raises(NotAllowed, match="read-only copy: event records come from ship"):
                act()
        assert [row.free_text for row in Event.objects.all()] == [""]
        cruise()  # of another kind
    with ship:
        change(event, free_text="from the ship")
    radio.exchange(ship, shore)
    with shore:
        assert Event.objects.get().free_text == "from the ship"
    make_read_only(shore, on=False)
    with shore:
        change(event, free_text="ashore")


def test_a_setting_makes_a_whole_installation_read_only(shore: Instance, settings: Any) -> None:
    settings.SYNC_READ_ONLY = ("cruise",)
    with shore:
        with pytest.raises(NotAllowed, match="read-only copy"):
            cruise()
        log()


def test_the_pages_tell_it(db: None, as_: Any, admin: Any) -> None:
    SyncPeer.objects.create(name="ship", instance_id="a" * 12, read_only=True)
    answer = as_(admin).put(f"/api/events/{'a' * 24}", {"event_value": "FISH"})
    assert answer.status_code == 403
    assert "read-only copy" in answer.json()["message"]
