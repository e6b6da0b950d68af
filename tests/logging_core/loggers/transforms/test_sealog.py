"""Events of a Sealog server: made of records, and commanding the loggers."""

from logging_core.loggers.base.site import Site
from logging_core.loggers.formats.sealog_events import record_of
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.sealog_control import SealogControlTransform
from logging_core.loggers.transforms.to_sealog import ToSealogTransform

EVENT = {
    "id": "0123456789abcdef01234567",
    "event_value": "OPENRVDAS",
    "event_author": "pi",
    "event_free_text": "",
    "ts": "2026-05-01T12:00:00.250Z",
    "event_options": [{"event_option_name": "mode", "event_option_value": "underway"}],
}


def test_a_record_becomes_an_event_by_the_rules_of_a_file(tmp_path):
    (tmp_path / "rules.yaml").write_text("gyro: {event_value: TURN, field_map: {Heading: heading}}")
    make = ToSealogTransform(config_file="rules.yaml", site=Site(base_dir=tmp_path))
    assert make.transform(DASRecord("gyro", timestamp=1.0, fields={"Heading": 218.5})) == {
        "event_value": "TURN",
        "ts": "1970-01-01T00:00:01.000000Z",
        "event_options": [{"event_option_name": "heading", "event_option_value": "218.5"}],
    }
    assert make.transform("text") is None
    assert make.tally.total() == 1


def test_an_event_of_the_server_is_a_record():
    record = record_of(EVENT)
    assert (record.message_type, record.timestamp) == ("sealog_event", 1777636800.25)
    assert record.fields == {
        "event_id": EVENT["id"],
        "event_value": "OPENRVDAS",
        "event_author": "pi",
        "event_free_text": "",
        "event_option_mode": "underway",
    }


def test_an_event_switches_the_mode():
    control = SealogControlTransform(event_value="OPENRVDAS", event_option_name="mode", event_author="pi")
    assert control.transform(record_of(EVENT)) == "set_active_mode underway"
    assert control.transform(EVENT) == "set_active_mode underway"
    assert control.transform({**EVENT, "event_value": "OTHER"}) is None
    assert control.transform({**EVENT, "event_author": "guest"}) is None
    assert control.tally.total() == 0


def test_an_option_cannot_smuggle_in_another_command():
    control = SealogControlTransform(event_value="OPENRVDAS", event_option_name="mode")
    for value in ("off; quit", "off\nquit", " ", None, 5):
        options = [{"event_option_name": "mode", "event_option_value": value}]
        assert control.transform({**EVENT, "event_options": options}) is None
    assert control.transform({**EVENT, "event_options": []}) is None
    assert control.tally.counts == {"event names no mode": 6}
