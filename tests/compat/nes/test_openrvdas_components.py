"""Our own components of the loggers, against the running server: events out and events in."""

import time
from pathlib import Path

import pytest

from logging_core.loggers.base.component import NotNow
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.sealog import SealogReader
from logging_core.loggers.transforms.sealog_control import SealogControlTransform
from logging_core.loggers.writers.sealog import SealogWriter
from tests.compat.nes.conftest import Server
from tests.support.waiting import until

pytestmark = pytest.mark.system
RULES = "winch: {event_value: OPENRVDAS, event_author: winch, field_map: {Mode: mode, Wire: wire_out}}"


@pytest.fixture
def base(tmp_path: Path) -> Site:
    (tmp_path / "rules.yaml").write_text(RULES)
    return Site(base_dir=tmp_path)


def test_an_event_goes_out_once_and_comes_in_as_a_record_that_switches_the_mode(
    server: Server, base: Site
) -> None:
    reader = SealogReader(uri=f"{server.ws}/ws")
    assert reader.read() is None
    assert reader.trouble is None
    token = server.token_of_new("event_logger")
    writer = SealogWriter(f"{server.system.url}/sealog-server", token, "rules.yaml", site=base)
    record = DASRecord("winch", None, time.time(), {"Mode": "underway", "Wire": -12.5})
    for _ in range(2):
        writer.write(record)
    found = until(reader.read)
    assert found.message_type == "sealog_event"
    assert found.timestamp == pytest.approx(record.timestamp, abs=0.001)
    assert found.fields == {
        "event_id": found.fields["event_id"],
        "event_value": "OPENRVDAS",
        "event_author": "winch",
        "event_free_text": "",
        "event_option_mode": "underway",
        "event_option_wire_out": "-12.5",
    }
    control = SealogControlTransform(event_value="OPENRVDAS", event_option_name="mode")
    assert control.transform(found) == "set_active_mode underway"
    assert [reader.read() for _ in range(3)] == [None] * 3
    assert writer.tally.total() == 0
    reader.close()


def test_a_subscription_that_the_server_does_not_know_is_told(server: Server) -> None:
    reader = SealogReader(uri=f"{server.ws}/ws", subs=["/ws/status/nothing"])
    until(lambda: reader.read() is None and reader.trouble)
    assert "Subscription not found" in (reader.trouble or "")
    reader.close()


def test_events_wait_for_a_better_token(server: Server, base: Site) -> None:
    writer = SealogWriter(f"{server.system.url}/sealog-server", "not a token", "rules.yaml", site=base)
    with pytest.raises(NotNow):
        writer.write(DASRecord("winch", None, time.time(), {"Mode": "x"}))
    assert "401" in (writer.trouble or "")
