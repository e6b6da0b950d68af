"""Records and their forms."""

import json

import pytest

from logging_core.loggers.parsing.records import DASRecord, records_of


def test_the_json_has_five_keys_in_order():
    text = DASRecord("gyr1", None, 1.5, {"Heading": 218.5}).as_json()
    assert text == (
        '{"data_id": "gyr1", "message_type": null, "timestamp": 1.5, "fields": {"Heading": 218.5}, "metadata": {}}'
    )


def test_json_never_holds_nan_or_infinity():
    record = DASRecord(
        "a", timestamp=1.0, fields={"n": float("nan"), "i": float("inf"), "l": [float("-inf"), -0.0]}
    )
    assert json.loads(record.as_json(), parse_constant=pytest.fail)["fields"] == {
        "n": None,
        "i": None,
        "l": [None, 0],
    }


@pytest.mark.parametrize("absent", [None, 0])
def test_an_absent_time_is_now(absent):
    assert DASRecord(timestamp=absent).timestamp > 1_700_000_000


def test_a_record_from_json_is_taken_as_it_stands():
    record = DASRecord.from_json("{}")
    assert (record.timestamp, record.fields, record.metadata) == (None, {}, {})
    with pytest.raises(ValueError, match="object"):
        DASRecord.from_json("[1]")


def test_records_compare_by_all_five():
    assert DASRecord("a", "m", 1.0, {"x": 1}) == DASRecord("a", "m", 1.0, {"x": 1})
    assert DASRecord("a", "m", 1.0, {"x": 1}) != DASRecord("a", "m", 1.0, {"x": 2})


def test_items_are_fields_and_a_record_is_always_true():
    record = DASRecord(timestamp=1.0)
    record["x"] = 1
    assert record["x"] == 1
    del record["x"]
    del record["x"]
    assert record
    assert record.fields == {}


def test_every_form_of_values_becomes_records():
    record = DASRecord("a", timestamp=1.0)
    assert records_of(None) == []
    assert records_of(record) == [record]
    assert records_of({"timestamp": 2.0, "fields": {"x": 1}, "data_id": "b"}, "c")[0].data_id == "c"
    columns = records_of({"x": [[2, "b"], [1, "a"]], "y": [[1, "c"]]})
    assert [(part.timestamp, part.fields) for part in columns] == [(1, {"x": "a", "y": "c"}), (2, {"x": "b"})]
