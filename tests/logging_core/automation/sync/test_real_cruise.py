"""The record of a real cruise is copied whole, in few bytes."""

from pathlib import Path

import pytest

from logging_core.events.models import AuxData, Event
from logging_core.exchange.sealog.batch import Run
from logging_core.exchange.sealog_files import import_files
from logging_core.shared.announce import Actor
from tests.logging_core.automation.sync.doing import change
from tests.logging_core.automation.sync.fleet import Instance, Radio

DEMO = Path(__file__).resolve().parents[5] / "shared" / "data" / "sealog-demo"


@pytest.mark.skipif(not DEMO.is_dir(), reason=f"the real data is not at {DEMO}")
def test_a_real_cruise_travels_whole_and_small(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        import_files([DEMO], Run(Actor("import", via="command")))
    ship.knows(shore)
    calls = radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with shore:
        assert (Event.objects.count(), AuxData.objects.count()) == (525, 511)
    whole = radio.bytes
    with ship:
        event = Event.objects.first()
        assert event is not None
        change(event.id, free_text="corrected at sea")
    radio.exchange(ship, shore)
    edit = radio.bytes - whole
    told = f"{calls} calls, {whole} bytes: {whole / 525:.0f} an event with its aux data; one edit {edit}"
    print(told)
    assert whole / 525 < 250, told
    assert edit < 1500, told
