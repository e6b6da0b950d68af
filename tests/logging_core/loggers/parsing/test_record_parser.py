"""Lines to values by device definitions."""

import pytest

from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.record_parser import RecordParser
from logging_core.loggers.transforms.parse import ParseTransform

DEVICES = """
devices:
  bridgegps:
    device_type: AcmeGPS
    serial_number: "42"
    fields: {Lat: BridgeLat, Speed: BridgeSpeed}
device_types:
  AcmeGPS:
    description: anything
    format:
      VTG: "${:2l}VTG,{Course:of},T,{CourseMag:of},M,{Speed:of},N,{SpeedKm:of},K,{Mode:ow}*{CheckSum:x}"
      GLL: ["${:2l}GLL,{Lat:nlat_dir},{Lon:nlat_dir},{Time:of},{Status:w}*{CheckSum:x}"]
    fields:
      Speed: {units: knots, description: Speed over ground}
oldstyle:
  category: device
  device_type: AcmeGPS
  fields: {Lat: OldLat}
"""
LINE = "bridgegps 2026-05-01T12:00:00.000000Z $GPVTG,213.66,T,,M,9.4,N,,K,A*1E"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "devices.yaml").write_text(DEVICES)
    return Site(base_dir=tmp_path)


def parser(site, **kwargs):
    return ParseTransform(definition_path="devices.yaml", site=site, **kwargs)


def test_the_worked_example(site):
    assert parser(site).transform(LINE) == {
        "data_id": "bridgegps",
        "timestamp": 1777636800.0,
        "fields": {"BridgeSpeed": 9.4},
        "message_type": "VTG",
    }


def test_the_json_and_record_forms(site):
    assert parser(site, return_json=True).transform(LINE) == (
        '{"data_id": "bridgegps", "timestamp": 1777636800.0, '
        '"fields": {"BridgeSpeed": 9.4}, "message_type": "VTG"}'
    )
    record = parser(site, return_das_record=True).transform(LINE)
    assert (record.message_type, record.metadata) == ("VTG", {})
    with pytest.raises(ValueError, match="cannot both"):
        parser(site, return_json=True, return_das_record=True)


def test_a_record_whose_fields_were_all_dropped_still_counts(site):
    line = LINE.replace("bridgegps", "oldstyle")
    assert parser(site).transform(line)["fields"] == {}


def test_metadata_is_sent_first_and_after_the_interval_by_record_time(site):
    parse = parser(site, metadata_interval=10)
    told = [parse.transform(LINE.replace("12:00:00", f"12:00:{s:02d}")).get("metadata") for s in (0, 5, 10, 11)]
    assert [bool(each) for each in told] == [True, False, False, True]
    assert told[0]["fields"]["BridgeSpeed"] == {
        "device": "bridgegps",
        "device_type": "AcmeGPS",
        "device_type_field": "Speed",
        "units": "knots",
        "description": "Speed over ground",
    }


def test_names_may_get_the_data_id_in_front(site):
    assert parser(site, prepend_data_id=True).transform(LINE)["fields"] == {"bridgegps:BridgeSpeed": 9.4}


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (LINE.replace(" 2026", "  2026"), "not in the record format"),
        (LINE.replace("2026-05-01", "2026-05-32"), "not in the record format"),
        ("bridgegps 2026-05-01T12:00:00Z", "not in the record format"),
        ("bridgegps 2026-05-01T12:00:00Z  ", "empty line"),
        (LINE.replace("bridgegps", "nobody"), "unknown device nobody"),
        (LINE.replace("*1E", "*1F"), "wrong checksum"),
        ("bridgegps 2026-05-01T12:00:00Z $GPXXX,1", "no pattern fits"),
        ("bridgegps 2026-05-01T12:00:00Z " + "x" * 20_000, "line too long"),
        ("bridgegps 2026-05-01T12:00:00Z " + "$GPVTG,213.66,T,,M,9.4,N,,K,A*1E" * 2, "wrong checksum"),
        ("bridgegps 2026-05-01T12:00:00Z " + "$GPVTG,213.66,T,,M,9.4,N,,K,A*1", "wrong checksum"),
    ],
)
def test_what_cannot_be_parsed_is_counted_by_cause(site, line, cause):
    parse = parser(site)
    assert parse.transform(line) is None
    assert parse.tally.counts == {cause: 1}


def test_a_number_that_is_none_is_left_out_and_counted():
    parse = RecordParser(field_patterns={"a": "{Depth:g} {Temp:of}"})
    assert parse.parse("a 2026-05-01T12:00:00Z nan 1e999").fields == {"Depth": None, "Temp": None}
    assert parse.tally.counts == {"no value in Depth": 1, "no value in Temp": 1}


def test_unprintable_characters_are_taken_out_when_asked():
    parse = RecordParser(field_patterns=["<{a:d}>"], strip_unprintable=True)
    assert parse.parse("x 2026-05-01T12:00:00Z <\x021\x03>").fields == {"a": 1}
    assert RecordParser(field_patterns=["<{a:d}>"]).parse("x 2026-05-01T12:00:00Z <\x021>") is None


def test_patterns_may_be_given_by_data_id_and_message_type():
    parse = RecordParser(field_patterns={"wx": {"T": "T {t:g}", "H": ["H {h:g}", "RH {h:g}"]}, "gyro": "{hdg:g}"})
    assert parse.parse("wx 2026-05-01T12:00:00Z RH 5").message_type == "H"
    assert parse.parse("gyro 2026-05-01T12:00:00Z 5").fields == {"hdg": 5.0}
    assert parse.parse("none 2026-05-01T12:00:00Z 5") is None


def test_another_record_format_may_have_neither_data_id_nor_time():
    found = RecordParser(field_patterns="{a:d}", record_format="{field_string}").parse("5")
    assert (found.data_id, found.fields) == ("no_data_id", {"a": 5})
    assert found.timestamp > 1_700_000_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("devices: {a: {}}", "needs a device_type"),
        ("devices: {a: {device_type: T}}", '"T" is not defined'),
        ("device_types: {T: {}}", "needs a format"),
        ('device_types: {T: {format: "{a:zz}"}}\ndevices: {a: {device_type: T}}', "unknown field type"),
        ("- 1", "expected a mapping"),
        ("includes: [none.yaml]", "no file matches"),
        ("a: [", "not YAML"),
    ],
)
def test_a_bad_device_file_is_refused_with_its_place(tmp_path, text, words):
    (tmp_path / "devices.yaml").write_text(text)
    with pytest.raises(ValueError, match=r"devices\.yaml") as refused:
        parser(Site(base_dir=tmp_path))
    assert words in str(refused.value)


def test_a_path_without_files_is_told_and_not_refused(tmp_path):
    parse = ParseTransform(site=Site(base_dir=tmp_path))
    assert "no file matches" in parse.cautions()[0]
