"""Reading JSON files record by record."""

import json
from pathlib import Path

import pytest

from logging_core.exchange import json_records
from logging_core.exchange.json_records import BrokenFile, located_values


def written(folder: Path, data: str | bytes) -> Path:
    path = folder / "file.json"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("layout", [None, 2])
@pytest.mark.parametrize("records", [[], [{}], [{"a": [1.5, "ü", None]}, {"b": "\U0001f41f"}], [1, "two", [3]]])
def test_an_array_gives_its_elements(tmp_path, records, layout):
    found = located_values(written(tmp_path, json.dumps(records, indent=layout, ensure_ascii=False)))
    assert [one.value for one in found] == records


def test_a_single_object_is_one_record(tmp_path):
    assert [one.value for one in located_values(written(tmp_path, '{"a": 1}'))] == [{"a": 1}]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_record_knows_the_line_in_which_it_begins(tmp_path, newline):
    text = newline.join(["[", '{"a":', "1},", "", '{"b": 2}, {"c": 3}', "]", ""])
    assert [one.line for one in located_values(written(tmp_path, text))] == [2, 5, 5]


def test_a_byte_order_mark_is_no_trouble(tmp_path):
    assert [one.value for one in located_values(written(tmp_path, b'\xef\xbb\xbf[{"a": 1}]'))] == [{"a": 1}]


@pytest.mark.parametrize("size", [1, 7, 64])
def test_records_may_lie_across_the_borders_of_what_is_read_at_once(tmp_path, monkeypatch, size):
    monkeypatch.setattr(json_records, "READ_BYTES", size)
    records = [{"n": n, "text": "ä\n" * n, "deep": [{"x": [n]}]} for n in range(40)] + [1234567, True]
    path = written(tmp_path, json.dumps(records, indent=1, ensure_ascii=False))
    assert [one.value for one in located_values(path)] == records


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        ("\n\n", 3, "the file is empty"),
        ('[\n{"a": 1},\n{"b": "never en', 3, "cut off in the record that begins in line 3"),
        ('[\n{"a": 1},\n{"b":\n', 3, "cut off in the record that begins in line 3"),
        ('[\n{"a": 1},\n', 3, "cut off"),
        ('[\n{"a": 1}\n', 3, "cut off"),
        ('[\n{"a": 1}\n{"b": 2}]', 3, "a comma or ] is missing"),
        ('[{"a": 1}]\n{"b": 2}', 2, "something follows the end"),
        ('[\n{"a": 1,\n b: 2}]', 3, "not JSON"),
        ("name,value\n1,2\n", 1, "not JSON"),
        ("[" * 200_000, 1, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(tmp_path, text, line, reason):
    with pytest.raises(BrokenFile) as refusal:
        list(located_values(written(tmp_path, text)))
    assert refusal.value.line == line
    assert reason in refusal.value.reason


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused_with_its_line(tmp_path, encoding):
    text = '[\n{"a": "plain"},\n{"a": "Tromsø"}\n]'
    with pytest.raises(BrokenFile) as refusal:
        list(located_values(written(tmp_path, text.encode(encoding))))
    assert refusal.value.line == {"latin-1": 3, "utf-16": 1}[encoding]
    assert "UTF-8" in refusal.value.reason


def test_a_record_without_end_is_given_up_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(json_records, "LONGEST_RECORD", 3 * 1024 * 1024)
    text = '[{"a": "' + "x" * (8 * 1024 * 1024) + '"}]'
    with pytest.raises(BrokenFile, match="longer than 3 MB"):
        list(located_values(written(tmp_path, text)))
