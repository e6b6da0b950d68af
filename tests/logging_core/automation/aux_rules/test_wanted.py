import pytest

from logging_core.automation.aux_rules.steps import Condition, LeftOut, Operation, Step
from logging_core.automation.aux_rules.wanted import Wanted, as_text, built


def depth(*steps: Step, **more) -> Wanted:
    return Wanted("depth", "depth", "m", modify=steps, **more)


def text_of(wanted: Wanted, **found) -> str | None:
    elements = built([wanted], found).elements
    return elements[0]["data_value"] if elements else None


TURN = Operation("multiply", -1)


def test_values_stand_in_the_order_of_the_configuration_as_texts_with_their_units() -> None:
    record = built([Wanted("b", "second", "m"), Wanted("a", "first", round=1)], {"a": 1.26, "b": 5, "c": 7})
    assert record.elements == [
        {"data_name": "second", "data_value": "5", "data_uom": "m"},
        {"data_name": "first", "data_value": "1.3", "data_uom": ""},
    ]
    assert record.notes == []


def test_a_field_without_a_value_is_left_out_and_without_any_there_is_no_record() -> None:
    values = [Wanted("a", "first"), Wanted("b", "second"), Wanted("x", "ship", static="Halcyon")]
    assert [e["data_name"] for e in built(values, {"b": 1}).elements] == ["second", "ship"]
    assert built(values, {}).elements == []


@pytest.mark.parametrize(
    ("comparison", "operand", "value", "expected"),
    [
        ("eq", "S", "S", True),
        ("eq", "S", "N", False),
        ("ne", "S", "N", True),
        ("eq", 5, 5.0, True),
        ("eq", 5, "5", True),
        ("eq", "5", 5, True),
        ("eq", "true", True, True),
        ("eq", "off", False, True),
        ("ne", "true", False, True),
        ("gt", 5, 5, False),
        ("gte", 5, 5, True),
        ("lt", 5, 4.9, True),
        ("lte", 5, 5, True),
        ("lte", 5, "5.1", False),
        ("gt", 5, "deep", None),
        ("gt", 5, True, None),
        ("eq", "S", None, None),
    ],
)
def test_a_condition_holds_or_not_or_nobody_knows(comparison, operand, value, expected) -> None:
    found = {} if value is None else {"f": value}
    assert Condition("f", comparison, operand).holds(found) is expected


def test_any_of_several_tests_suffices() -> None:
    step = Step((TURN,), (Condition("mode", "eq", "UP"), Condition("depth", "lt", 0)))
    assert text_of(depth(step), depth=-3.0, mode="DOWN") == "3.0"
    assert text_of(depth(step), depth=3.0, mode="UP") == "-3.0"
    assert text_of(depth(step), depth=3.0, mode="DOWN") == "3.0"
    assert text_of(depth(step), depth=-3.0) == "3.0", "the test that can be made holds"


def test_a_test_without_its_value_costs_this_value_only_and_says_so() -> None:
    turned = Wanted("lat", "latitude", modify=(Step((TURN,), (Condition("ns", "eq", "S"),)),))
    record = built([turned, Wanted("hdg", "heading")], {"lat": 33.5, "hdg": 90.0})
    assert [e["data_name"] for e in record.elements] == ["heading"]
    assert record.notes == ["latitude was left out: its test needs ns, which has no value that can be compared"]


@pytest.mark.parametrize(
    ("name", "operand", "value", "expected"),
    [
        ("add", 2, 1, 3),
        ("subtract", 2, 1, -1),
        ("multiply", 2.5, 2, 5),
        ("divide", 4, 2, 0.5),
        ("abs", 0, -7, 7),
        ("min", 0, -7, 0),
        ("min", 0, 7, 7),
        ("max", 5, 7, 5),
        ("max", 5, 3, 3),
        ("convert", ("km", "m"), 2, 2000),
        ("static", "n/a", 2, "n/a"),
    ],
)
def test_operations(name, operand, value, expected) -> None:
    assert Operation(name, operand).on(value) == expected


def test_division_by_zero_has_no_result() -> None:
    with pytest.raises(LeftOut, match="division by zero"):
        Operation("divide", 0).on(1)


def test_numbers_written_as_text_can_be_calculated_with_and_words_cannot() -> None:
    assert text_of(depth(Step((TURN,))), depth="2.5") == "-2.5"
    record = built([depth(Step((TURN,))), Wanted("mode", "mode")], {"depth": "---", "mode": "UP"})
    assert [e["data_name"] for e in record.elements] == ["mode"]
    assert record.notes == ['depth was left out: "multiply" needs a number, and it is "---"']


def test_a_word_that_should_be_rounded_stays_as_it_is() -> None:
    record = built([depth(round=2)], {"depth": "NaN"})
    assert record.elements[0]["data_value"] == "NaN"
    assert record.notes == ['depth is not rounded: it is "NaN"']
    assert text_of(depth(round=2), depth="12.3456") == "12.35"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_left_out(value: float) -> None:
    assert text_of(depth(), depth=value) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-7, "0.0000001"), (1.5e22, "15000000000000000000000"), (-0.0, "0.0"), (True, "True"), (12, "12")],
)
def test_numbers_are_written_without_exponent(value, text) -> None:
    assert as_text(value) == text
