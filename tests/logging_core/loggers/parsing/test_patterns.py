"""The pattern language: format() in reverse."""

import math
import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from logging_core.loggers.parsing.patterns import Pattern
from tests.logging_core.loggers.parsing import peer

VTG = "${:2l}VTG,{Course:of},T,{CourseMag:of},M,{Speed:of},N,{SpeedKm:of},K,{Mode:ow}*{CheckSum:x}"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("d", "12", 12),
        ("d", "-007", -7),
        ("d", " -5", -5),
        ("d", "0x1F", 31),
        ("d", "0b101", 5),
        ("d", "0o17", 15),
        ("d", "1.5", "no"),
        ("f", "5.0", 5.0),
        ("f", "-.5", -0.5),
        ("f", "5", "no"),
        ("g", "5", 5.0),
        ("g", "1e3", 1000.0),
        ("g", "nan", None),
        ("g", "inf", None),
        ("g", "1e400", None),
        ("x", "1e", 30),
        ("x", "0xFF", 255),
        ("n", "1,234", 1234),
        ("%", "50%", 0.5),
        ("w", "GP_1", "GP_1"),
        ("l", "GPX", "GPX"),
        ("l", "G1", "no"),
        ("D", "ab-", "ab-"),
        ("S", "a,b", "a,b"),
        ("od", "", None),
        ("od", " -", None),
        ("od", " +12", 12),
        ("of", "", None),
        ("of", " 5", 5.0),
        ("of", "5.", 5.0),
        ("of", ".5e1", 5.0),
        ("of", "1e999", None),
        ("of", "nan", "no"),
        ("og", "#VALUE!", None),
        ("og", "nan", "no"),
        ("og", "1,5", "no"),
        ("og", "0x10", "no"),
        ("og", "-0", -0.0),
        ("ow", "", None),
        ("os", "", ""),
        ("os", "a b*", "a b*"),
        ("nc", "", None),
        ("nc", "a,b", "no"),
        ("ns", "a*b", "no"),
        ("nlat", "2200.112071", 22.00186785),
        ("nlat", "-2200.112071", -22.00186785),
        ("nlat", "", None),
        ("nlat", "1860.0", None),
        ("nlat", "18000.0", None),
        ("nlat_dir", "2200.112071,S", -22.00186785),
        ("nlat_dir", "01756.3602,W", -17.93933667),
        ("nlat_dir", "2200.1,", 22.0016666667),
        ("nlat_dir", "9100.0,N", None),
        ("nlat_dir", "9100.0,E", 91.0),
        ("ti", "2014-08-01T00:00:00.316000Z", 1406851200.316),
        ("ti", "2014-08-01 00:00:00", 1406851200.0),
        ("ti", "2014-08-01T02:00:00+02:00", 1406851200.0),
        ("ti", "2014-08-01", 1406851200.0),
        ("ti", "2014-13-01", "no"),
        ("tg", "1/8/2014 2:00:00 PM", 1406901600.0),
        ("ta", "8/1/2014 02:00:00", 1406858400.0),
        ("te", "Fri, 1 Aug 2014 00:00:00 +0000", 1406851200.0),
        ("th", "01/Aug/2014:00:00:00 +0100", 1406847600.0),
        ("tc", "Fri Aug  1 00:00:00 2014", 1406851200.0),
        ("tt", "01:00:00", 3600.0),
        ("ts", "Aug 1 00:00:00", datetime(datetime.now(UTC).year, 8, 1, tzinfo=UTC).timestamp()),
    ],
)
def test_a_type_takes_its_texts_and_no_others(kind, text, value):
    found = Pattern(f"<{{v:{kind}}}>").parse(f"<{text}>")
    if value == "no":
        assert found is None
    else:
        assert found is not None
        assert found["v"] == (pytest.approx(value, abs=1e-8) if isinstance(value, float) else value)


def test_a_latitude_beyond_the_pole_has_no_value_where_the_field_says_that_it_is_one():
    assert Pattern("{Latitude:nlat},{Longitude:nlat}").parse("9100.0,9100.0") == {
        "Latitude": None,
        "Longitude": 91.0,
    }


def test_literals_match_in_any_case_and_the_whole_text_must_match():
    pattern = Pattern("Depth {d:g} m")
    assert pattern.parse("DEPTH 5 M") == {"d": 5.0}
    assert pattern.parse("Depth 5 m ") is None


def test_doubled_braces_are_braces():
    assert Pattern("{{{a:d}}}").parse("{5}") == {"a": 5}


@pytest.mark.parametrize("talker", ["G", "GP", "GNX"])
def test_a_width_is_not_enforced(talker):
    assert Pattern("${:2l}VTG,{a:d}").parse(f"${talker}VTG,1") == {"a": 1}


def test_an_unnamed_typed_field_behind_an_additional_type_simply_works():
    assert Pattern("{A:og},T*{:x}").parse(",T*1E") == {"A": None}
    assert Pattern("{A:og},{B:nlat_dir},{:d}").parse("1,2200.1,S,3")["A"] == 1.0


def test_only_wanted_fields_are_kept_under_their_new_names_and_empty_ones_are_left_out():
    pattern = Pattern(VTG, {"Speed": "BridgeSpeed", "SpeedKm": "BridgeSpeedKm"})
    assert pattern.parse("$GPVTG,213.66,T,,M,9.4,N,,K,A*1E") == {"BridgeSpeed": 9.4}


def test_a_repeated_name_must_be_the_same_text():
    pattern = Pattern("{a:d}-{a:d}")
    assert pattern.parse("5-5") == {"a": 5}
    assert pattern.parse("5-6") is None
    assert Pattern("{a:d}-{a:d}-{b:d}", {"b": "B"}).parse("5-5-6") == {"B": 6}


@pytest.mark.parametrize("bad", ["{a:nosuchtype}", "{a:d} {a:w}"])
def test_a_bad_pattern_is_refused(bad):
    with pytest.raises(ValueError, match=r"unknown field type|different types"):
        Pattern(bad)


PATTERNS = [
    VTG,
    "{a:d},{b:f},{c:g},{d:x}",
    "{a:w} {b:l}{c} {d:S}",
    "{a:og} {b:of},{c:od};{d:ow}*{e:nc},{f:ns}",
    "${:2l}GLL,{Lat:nlat_dir},{Lon:nlat_dir},{Time:of},{Status:w}*{CheckSum:x}",
    "{a:>5d}|{b:<5d}|{c:^5}|{d:5.2f}",
    "{a}{b:D}{c:W}{d:e}",
]
LINES = ["$GPVTG,213.66,T,,M,9.4,N,,K,A*1E", "1,2.5,3e1,FF", "a b c d", "$GPGLL,2200.1,S,01756.3,W,1,A*1E"]


def texts_near(line):
    return st.lists(
        st.tuples(st.integers(0, len(line)), st.sampled_from("0123456789.,-+*eAxn \t$|#V;")), max_size=3
    ).map(lambda edits: "".join(edit[1] for edit in edits) + line if len(edits) == 1 else mutated(line, edits))


def mutated(line, edits):
    letters = list(line)
    for at, letter in edits:
        letters[at : at + 1] = letter
    return "".join(letters)


@given(st.sampled_from(PATTERNS), st.sampled_from(LINES).flatmap(texts_near))
@example("{a:>5d}|{b:<5d}|{c:^5}|{d:5.2f}", "   12|3    | x |  1.50")
def test_ours_takes_what_the_peer_takes_and_gives_its_values(pattern, text):
    ours, theirs = Pattern(pattern).parse(text), _peer(pattern, text)
    if theirs == "fails" or _stated_difference(pattern, text):
        return
    assert (ours is None) == (theirs is None)
    for name, value in (theirs or {}).items():
        if isinstance(value, float) and not math.isfinite(value):
            assert ours[name] is None
        elif not (ours[name] is None and isinstance(value, float)):  # an angle that does not exist
            assert ours[name] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value)


def _peer(pattern, text):
    try:
        found = peer.compiled(pattern).parse(text)
    except (ValueError, IndexError, TypeError):
        return "fails"
    return None if found is None else found.named


def _stated_difference(pattern, text):
    """Two signs, and a blank between sign and number, which the peer takes as a number with the wrong sign."""
    return re.search(r"[-+ ][-+ ]", text) is not None
