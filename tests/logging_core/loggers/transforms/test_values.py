"""Transforms of values."""

import pytest

from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.bounds import QCFilterTransform, ValueFilterTransform
from logging_core.loggers.transforms.convert_fields import ConvertFieldsTransform
from logging_core.loggers.transforms.delta import DeltaTransform
from logging_core.loggers.transforms.extract_field import ExtractFieldTransform
from logging_core.loggers.transforms.extremes import CountTransform, MaxMinTransform
from logging_core.loggers.transforms.format import FormatTransform
from logging_core.loggers.transforms.from_json import FromJSONTransform
from logging_core.loggers.transforms.interpolation import InterpolationTransform
from logging_core.loggers.transforms.modify_value import ModifyValueTransform
from logging_core.loggers.transforms.regex_parse import RegexParseTransform
from logging_core.loggers.transforms.select_fields import SelectFieldsTransform
from logging_core.loggers.transforms.to_das_record import ToDASRecordTransform
from logging_core.loggers.transforms.to_json import ToJSONTransform
from logging_core.loggers.transforms.true_winds import TrueWindsTransform

NAMES = {
    "course_field": "c",
    "speed_field": "s",
    "heading_field": "h",
    "wind_dir_field": "wd",
    "wind_speed_field": "ws",
    "true_dir_name": "TD",
    "true_speed_name": "TS",
    "apparent_dir_name": "AD",
}
SAILING = {"c": 90, "s": 10, "h": 90, "wd": 0, "ws": 15}


def record(fields, timestamp=100.0):
    return DASRecord("a", timestamp=timestamp, fields=fields)


def winds(fields, **kwargs):
    return TrueWindsTransform(**NAMES, **kwargs).transform(record(fields))


def test_the_true_wind_of_the_check():
    (found,) = winds(SAILING, data_id="winds")
    assert (found.data_id, found.timestamp) == ("winds", 100.0)
    assert found.fields == {"TD": pytest.approx(90), "TS": pytest.approx(5), "AD": pytest.approx(90)}


@pytest.mark.parametrize(
    ("changes", "direction", "speed"),
    [
        ({"h": 0, "c": 0, "s": 0}, 360, 15),
        ({"ws": 10}, 0, 0),
        ({"s": 0, "ws": 0}, 0, 0),
        ({"wd": 180, "ws": 10}, 270, 20),
    ],
)
def test_north_is_360_and_calm_is_0(changes, direction, speed):
    (found,) = winds(SAILING | changes)
    assert found.fields["TD"] == pytest.approx(direction)
    assert found.fields["TS"] == pytest.approx(speed)


@pytest.mark.parametrize("changes", [{"c": 361}, {"h": -1}, {"s": -0.1}, {"ws": -9999}, {"wd": 5555}, {"s": "x"}])
def test_impossible_inputs_give_nothing_and_are_counted(changes):
    transform = TrueWindsTransform(**NAMES)
    assert transform.transform(record(SAILING | changes)) == []
    assert transform.tally.total() == 1


def test_a_result_waits_for_all_inputs_and_for_the_field_it_is_told():
    transform = TrueWindsTransform(
        **NAMES, update_on_fields=["wd"], max_field_age={"c": 5}, convert_speed_factor=0.5
    )
    assert transform.transform({"timestamp": 1.0, "fields": {"c": 90, "s": 20, "h": 90, "ws": 15}}) == []
    assert len(transform.transform({"timestamp": 2.0, "fields": {"wd": 0}})) == 1
    assert transform.transform({"timestamp": 3.0, "fields": {"ws": 16}}) == []
    assert transform.transform({"timestamp": 9.0, "fields": {"wd": 0}}) == []
    assert transform.tally.counts == {"c is too old": 1}


def test_interpolation_gives_the_values_of_the_check():
    spec = {"out": {"source": "x", "algorithm": {"type": "boxcar_average", "window": 4}}}
    transform = InterpolationTransform(field_spec=spec, interval=2, window=4, data_id="avg")
    found = {i: transform.transform(record({"x": i}, 100.0 + i)) for i in range(8)}
    assert {i: results for i, results in found.items() if results} == {
        3: [{"timestamp": 100.0, "fields": {"out": 1}, "data_id": "avg"}],
        5: [{"timestamp": 102.0, "fields": {"out": 2}, "data_id": "avg"}],
        7: [{"timestamp": 104.0, "fields": {"out": 4}, "data_id": "avg"}],
    }


def test_directions_are_averaged_round_the_circle():
    spec = [{"sources": ["d"], "algorithm": "polar_average", "window": 4, "result_prefix": "Avg"}]
    transform = InterpolationTransform(field_spec=spec, interval=10, window=4)
    found = [transform.transform(record({"d": d}, 100.0 + i)) for i, d in enumerate((350, 10, 0, 0, 0))]
    assert found[3][0]["fields"]["Avgd"] % 360 == pytest.approx(0, abs=1e-6)


def test_the_nearest_value_and_a_long_gap():
    spec = {"out": {"source": "x", "algorithm": {"type": "nearest", "window": 2}}}
    transform = InterpolationTransform(field_spec=spec, interval=1, window=2)
    transform.transform(record({"x": 1}, 0.0))
    results = transform.transform(record({"x": 2}, 1e9))
    assert len(results) <= 2
    with pytest.raises(ValueError, match="algorithm"):
        InterpolationTransform(
            field_spec={"o": {"source": "x", "algorithm": {"type": "spline"}}}, interval=1, window=1
        )


def test_bounds_alarm_or_remove():
    alarm = QCFilterTransform(bounds="T:0:40,P::1100")
    assert alarm.transform(record({"T": 20, "P": 1000})) is None
    assert alarm.transform({"T": 99, "P": "x"}) == "T: 99 > upper bound 40.0; P: non-numeric value: 'x'"
    assert QCFilterTransform(bounds="T:0:40", message="hot").transform({"T": 99}) == "hot"
    assert ValueFilterTransform(bounds="T:0:40").transform(record({"T": -1, "P": 5})).fields == {"P": 5}
    with pytest.raises(ValueError, match="bounds"):
        QCFilterTransform(bounds="T:0")


def test_values_are_calibrated_in_records_and_mappings():
    fields = {"T": {"mult_factor": 2, "add_factor": 1, "output_name": "TC", "delete_original": True}, "P": {}}
    change = ModifyValueTransform(fields=fields, data_id="cal")
    found = change.transform(record({"T": 10, "X": 1}))
    assert (found.data_id, found.fields) == ("cal", {"X": 1, "TC": 21})
    assert change.transform({"T": "x"}) == {"T": "x"}
    assert change.tally.total() == 1
    with pytest.raises(ValueError, match="mult"):
        ModifyValueTransform(fields={"T": {"mult": 2}})


def test_types_are_converted():
    fields = {
        "i": "int",
        "f": "float",
        "b": "bool",
        "h": "hex_int",
        "Lat": {"data_type": "nmea_lat", "direction_field": "NS"},
    }
    convert = ConvertFieldsTransform(fields=fields, delete_source_fields=True)
    given = {"i": "12", "f": "1.5", "b": "yes", "h": "1F", "Lat": "2200.1121", "NS": "S", "s": "x"}
    assert convert.transform(given) == {"i": 12, "f": 1.5, "b": True, "h": 31, "Lat": -22.00187, "s": "x"}
    assert convert.transform({"i": "x"}) == {"i": "x"}
    assert convert.tally.total() == 1
    assert ConvertFieldsTransform(delete_unconverted_fields=True).transform({"a": 1}) is None


def test_fields_are_selected_extracted_and_written():
    assert SelectFieldsTransform(keep=["a"]).transform({"a": 1, "b": 2}) == {"a": 1}
    assert SelectFieldsTransform(delete=["a"]).transform(record({"a": 1})) is None
    assert ExtractFieldTransform(field_name="a").transform(record({"a": 5})) == 5
    assert FormatTransform(format_str="{a:.1f} {t}", defaults={"t": "-"}).transform(record({"a": 5})) == "5.0 -"
    assert FormatTransform(format_str="{a}").transform(record({})) is None
    with pytest.raises(ValueError, match="format_str"):
        FormatTransform(format_str="{a.__class__}")


def test_counts_extremes_and_differences():
    assert CountTransform().transform(record({"a": 1})).data_id == "a_counts"
    limits = MaxMinTransform()
    assert limits.transform({"a": 1}) == {"a:max": 1, "a:min": 1}
    assert limits.transform({"a": 1}) is None
    delta = DeltaTransform(rate=["a"], field_type={"d": "polar"})
    assert delta.transform(record({"a": 1, "d": 350}, 100.0)) is None
    assert delta.transform(record({"a": 5, "d": 10}, 102.0)).fields == {"a": 2, "d": 20}


def test_text_becomes_records_and_json_and_back():
    assert ToDASRecordTransform(data_id="x", field_name="f").transform("v").fields == {"f": "v"}
    assert ToDASRecordTransform().transform("not json") is None
    assert ToDASRecordTransform().transform({"timestamp": 5.0, "fields": {"a": 1}}).timestamp == 5.0
    assert ToDASRecordTransform(data_id="x").transform({"a": 1}).fields == {"a": 1}
    assert ToJSONTransform().transform({"a": float("nan")}) == '{"a": null}'
    assert FromJSONTransform().transform('{"a": NaN}') == {"a": None}
    text = record({"a": 1}).as_json()
    assert FromJSONTransform(das_record=True).transform(text).fields["fields"] == {"a": 1}
    assert FromJSONTransform().transform("{") is None


def test_regular_expressions_parse_lines_of_devices(tmp_path):
    (tmp_path / "d.yaml").write_text(
        "devices: {wx: {device_type: W, fields: {T: AirTemp}}}\n"
        "device_types: {W: {format: {M: 'T=(?P<T>[0-9.]+),(?P<U>.*)'}, fields: {T: {data_type: float}}}}\n"
    )
    parse = RegexParseTransform(definition_path="d.yaml", site=Site(base_dir=tmp_path))
    found = parse.transform("wx 2026-05-01T12:00:00.000000Z T=21.5,x")
    assert (found.data_id, found.message_type, found.timestamp) == ("wx", "M", 1777636800.0)
    assert found.fields == {"AirTemp": 21.5}
    assert parse.transform("wx 2026-05-01T12:00:00.000000Z nothing") is None
    assert parse.transform("other 2026-05-01T12:00:00.000000Z T=1,y").fields == {"T": "1", "U": "y"}
    plain = RegexParseTransform(field_patterns={"A": r"(?P<a>\d+)"}, fields={"a": "int"}, data_id="d")
    assert plain.transform("5 apples").fields == {"a": 5}
