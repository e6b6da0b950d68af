import pytest

from logging_core.automation.aux_rules import flux
from logging_core.shared import clock

MOMENT = clock.parse("2026-03-14T21:05:09.007Z")


def test_the_newest_value_of_each_series_within_the_minute_before() -> None:
    assert flux.query("openrvdas", ["ctd", "ctd2"], ["depth"], MOMENT) == (
        'from(bucket: "openrvdas") '
        "|> range(start: 2026-03-14T21:04:09.007Z, stop: 2026-03-14T21:05:09.007Z) "
        '|> filter(fn: (r) => r["_measurement"] == "ctd" or r["_measurement"] == "ctd2") '
        '|> filter(fn: (r) => r["_field"] == "depth") '
        '|> sort(columns: ["_time"], desc: true) |> limit(n: 1)'
    )


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('a" or true or "', r'"a\" or true or \""'),
        ("a\\", r'"a\\"'),
        ('\\"', r'"\\\""'),
        ("${buckets()}", r'"\${buckets()}"'),
        ("\\${x}", r'"\\\${x}"'),
        ("5 $", '"5 $"'),
        ("a\nb\tc", r'"a\nb\tc"'),
        ("Grad °C", '"Grad °C"'),
    ],
)
def test_names_are_texts_and_nothing_else(text: str, literal: str) -> None:
    assert flux.literal(text) == literal


def test_signs_that_no_query_can_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="signs"):
        flux.literal("a\x00")
