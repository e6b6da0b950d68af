import math

import pytest

from logging_core.shared.errors import BadInput
from logging_core.shared.text import checked_json, checked_text

STORABLE = [
    "",
    "plain",
    "Grüße",
    "深海",
    "🐙",
    "\u202eright to left",
    "=cmd()",
    "a\nb\tc",
    "<script>",
    "%s {0} \\x",
]
UNSTORABLE = ["a\x00b", "\ud800", "x\udfff", 5, None, True, ["text"], {"a": 1}]


@pytest.mark.parametrize("text", STORABLE)
def test_text_of_any_script_is_kept_as_it_is(text: str) -> None:
    assert checked_text(text, "field", longest=100) == text


@pytest.mark.parametrize("value", UNSTORABLE)
def test_what_is_no_storable_text_is_refused_by_the_name_of_its_field(value: object) -> None:
    with pytest.raises(BadInput) as refused:
        checked_text(value, "event_value", longest=100)
    assert list(refused.value.details["fields"]) == ["event_value"]


def test_length_is_counted_in_characters_up_to_the_limit() -> None:
    assert checked_text("🐙" * 100, "field", longest=100)
    with pytest.raises(BadInput, match="100 characters"):
        checked_text("🐙" * 101, "field", longest=100)
    with pytest.raises(BadInput, match="not allowed to be empty"):
        checked_text("", "field", longest=100, shortest=1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_json_never_holds_a_number_that_is_none(value: float) -> None:
    with pytest.raises(BadInput, match=r"meta\.depths\[1\]"):
        checked_json({"depths": [1.5, value]}, "meta")


def test_json_keeps_every_value_and_its_type() -> None:
    value = {"a": [1, 1.5, "1.5", True, None, {"b": []}], "-0": -0.0}
    assert checked_json(value, "meta") == value


def test_json_refuses_unstorable_text_however_deep() -> None:
    with pytest.raises(BadInput, match=r"meta\.a\[0\]\.b"):
        checked_json({"a": [{"b": "\x00"}]}, "meta")
    with pytest.raises(BadInput):
        checked_json({"\x00": 1}, "meta")
