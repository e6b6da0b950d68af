import pytest

from logging_core.automation.aux_rules.conversions import converted, problem_of


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (10, "kn", "m/s", 5.144444444),
        (1, "nmi", "km", 1.852),
        (100, "fathom", "m", 182.88),
        (32, "degF", "degC", 0),
        (0, "degC", "K", 273.15),
        (-40, "degC", "degF", -40),
        (1, "bar", "dbar", 10),
        (1013.25, "hPa", "atm", 1),
        (3.141592653589793, "rad", "deg", 180),
        (3833.786, "ddmm", "ddeg", 38.5631),
        (-3144.31, "ddmm", "ddeg", -31.7385),
        (38.5631, "ddeg", "ddmm", 3833.786),
        (7, "m", "m", 7),
    ],
)
def test_units_of_one_family_are_turned_into_each_other(value, source, target, expected) -> None:
    assert converted(value, source, target) == pytest.approx(expected, abs=1e-9)


def test_what_cannot_be_converted_is_told() -> None:
    assert problem_of("m", "km") == ""
    assert problem_of("m", "kn") == "m is of length, kn of speed"
    assert problem_of("m", "furlong").startswith('the unit "furlong" is not known; known are m, ')
