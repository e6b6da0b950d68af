from pathlib import Path

import pytest

from logging_core.automation.aux_rules import shipped
from logging_core.automation.aux_rules.reading import read_file, read_lookup
from logging_core.automation.aux_rules.steps import Condition, Operation, Step
from logging_core.loggers.yaml_files.nodes import Place, placed
from logging_core.loggers.yaml_files.problems import Problems

EXAMPLES = Path(__file__).parent / "examples"


def read(text: str):
    problems = Problems()
    return read_file(text, "aux.yaml", problems), [str(problem) for problem in problems.found]


def entry(lookup: str) -> str:
    return f"- data_source: a\n  query_measurements: [m]\n  aux_record_lookup:\n{lookup}"


def test_the_shipped_configuration_is_read_as_it_is() -> None:
    entries, told = read(shipped.influxdb())
    assert not told and len(entries) == 1
    assert (entries[0].data_source, entries[0].measurements) == ("realtimeVesselPosition", ("seapath1",))
    heading, latitude, _, north, _ = entries[0].values
    assert (heading.field, heading.name, heading.uom, heading.round) == ("S1HeadingTrue", "heading", "deg", 3)
    assert latitude.modify == (Step((Operation("multiply", -1),), (Condition("S1NorS", "eq", "S"),)),)
    assert north.no_output and not north.name


@pytest.mark.parametrize("name", ["ctd", "winch", "weather", "usbl"])
def test_what_is_stored_of_an_entry_reads_as_the_file_did(name: str) -> None:
    entries, told = read((EXAMPLES / f"{name}.yaml").read_text())
    assert entries and not told
    for one in entries:
        problems = Problems()
        assert tuple(read_lookup(placed(one.lookup, Place("", 0)), (), problems)) == one.values
        assert not problems.found


def test_operations_of_one_map_have_a_fixed_order() -> None:
    entries, _ = read((EXAMPLES / "usbl.yaml").read_text())
    names = [operation.name for operation in entries[0].values[1].modify[0].operations]
    assert names == ["add", "subtract", "multiply", "divide"]


def test_an_unquoted_off_is_the_word() -> None:
    entries, _ = read((EXAMPLES / "winch.yaml").read_text())
    assert entries[0].values[1].modify[0].tests == (Condition("direction", "eq", "off"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "aux.yaml:1: error: must be a list of entries, each beginning with - data_source:"),
        ("a: 1", "aux.yaml:1: error: must be a list of entries, each beginning with - data_source:"),
        ("- data_source: [", "aux.yaml:2: error: not YAML: "),
        ("- query_measurements: [m]", "aux.yaml:1: error: [0]: data_source is missing"),
        ("- data_source: a", "aux.yaml:1: error: [0].query_measurements: must be a list of names"),
        (entry("    f: 7"), "aux.yaml:4: error: [0].aux_record_lookup.f: must be a mapping with a name"),
        (entry("    f: {uom: m}"), "aux.yaml:4: error: [0].aux_record_lookup.f: name is missing"),
        (entry("    f: {name: x, round: two}"), "f.round: must be a number of decimals"),
        (
            entry("    f: {name: x, modify: [{test: [{field: y}]}]}"),
            "f.modify[0].test[0]: needs one of eq, ne, gt",
        ),
        (entry("    f: {name: x, modify: [{test: []}]}"), "f.modify[0]: has no operation"),
        (
            entry("    f: {name: x, modify: [{operation: [{power: 2}]}]}"),
            "operation[0].power: is not known; known are add",
        ),
        (entry("    f: {name: x, modify: [{operation: [{add: two}]}]}"), "operation[0].add: must be a number"),
        (entry("    f: {name: x, modify: [{operation: [{divide: 0}]}]}"), "operation[0].divide: must not be zero"),
        (
            entry("    f: {name: x, modify: [{test: [{field: y, gt: deep}], operation: [{add: 1}]}]}"),
            "test[0].gt: must be a number",
        ),
        (
            entry("    f: {name: x, modify: [{operation: {convert: {from: m, to: kn}}}]}"),
            "convert: m is of length, kn of speed",
        ),
        (entry("    f: !!python/object:os.system {}"), "the tag !!python/object:os.system is not allowed"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_key(text: str, told: str) -> None:
    entries, problems = read(text)
    assert entries == []
    assert any(told in problem for problem in problems), problems


def test_keys_that_nobody_knows_are_told_and_left_out() -> None:
    entries, told = read(
        "- data_source: a\n  query_measurements: [m]\n  alarm: {active: true}\n  aux_record_lookup: {f: {name: x}}"
    )
    assert len(entries) == 1
    assert told == [
        "aux.yaml:3: warning: [0].alarm: is not known and left out; "
        "known are data_source, query_measurements, aux_record_lookup"
    ]


def test_a_data_source_given_twice_is_told() -> None:
    _, told = read(entry("    f: {name: x}\n") * 2)
    assert told == [
        'aux.yaml:5: warning: [1].data_source: the data source "a" was given before; this entry counts'
    ]


def test_an_alias_bomb_is_refused() -> None:
    levels = ["- &a0 [x]"] + [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "more than 100000 values" in read("\n".join(levels))[1][0]


def test_a_huge_file_is_refused() -> None:
    assert "larger than 1 MiB" in read("# " + "x" * 1_100_000)[1][0]
