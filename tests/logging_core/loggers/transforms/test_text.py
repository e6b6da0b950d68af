"""Transforms of text."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.nmea_checksum import NMEAChecksumTransform
from logging_core.loggers.transforms.prefix import PrefixTransform
from logging_core.loggers.transforms.regex_filter import RegexFilterTransform
from logging_core.loggers.transforms.regex_replace import RegexReplaceTransform
from logging_core.loggers.transforms.slice import SliceTransform
from logging_core.loggers.transforms.split import SplitTransform
from logging_core.loggers.transforms.strip import StripTransform
from logging_core.loggers.transforms.timestamp import TimestampTransform
from logging_core.loggers.transforms.unique import UniqueTransform
from logging_core.loggers.transforms.xml_aggregator import XMLAggregatorTransform


def test_a_timestamp_has_six_decimals_and_is_utc():
    text = TimestampTransform().transform("$HEHDT,218.53,T*12")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \$HEHDT,218\.53,T\*12", text)
    assert re.fullmatch(r"\d{4},x", TimestampTransform(time_format="%Y", sep=",").transform("x"))


def test_all_of_a_list_get_one_timestamp():
    first, second = TimestampTransform().transform(["a", "", "b"])
    assert first[:-1] == second[:-1]


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ValueError, match="time_zone"):
        TimestampTransform(time_zone="Mars/Olympus")


def test_the_time_of_the_sentence_is_taken_when_asked():
    stamp = TimestampTransform(use_nmea_timestamp=True)
    text = stamp.transform("$INRMC,000000.16,A,2200.110899,S,01756.359432,W,9.1,215.11,010814,24.7,W,A*3B")
    assert text.startswith("2014-08-01T00:00:00.160000Z $INRMC")
    assert stamp.transform("$INHDT,218.26,T*1A").startswith("2014-08-01T00:00:00.160000Z")
    assert stamp.tally.total() == 2
    zda = TimestampTransform(use_nmea_timestamp=True).transform("$INZDA,000001.17,01,08,2014,,*7E")
    assert zda.startswith("2014-08-01T00:00:01.170000Z")


@pytest.mark.parametrize(
    ("sentence", "moment"),
    [
        ("$GPZDA,000001.17,01,08,2014,,*00", "2014-08-01T00:00:01.170000Z"),
        ("$PGRMF,1,2,010814,235959,3,4*00", "2014-08-01T23:59:59.000000Z"),
        ("$PUBX,04,073731.00,091202,113851.00,1196,15D,1930035,-2660.664,43*00", "2002-12-09T07:37:31.000000Z"),
        ("$PSXN,26,2025,03,15,09,15,00.50*00", "2025-03-15T09:15:00.500000Z"),
    ],
)
def test_sentences_with_a_date_give_their_own_time(sentence, moment):
    assert TimestampTransform(use_nmea_timestamp=True).transform(sentence) == f"{moment} {sentence}"


@pytest.mark.parametrize(
    "sentence",
    [
        "$GPGGA,{}.5,2200.1,S,01756.3,W,1,10,0.9,1.04,M*00",
        "$GPGLL,2200.1,S,01756.3,W,{}.5,A*00",
        "$GPGBS,{}.5,1,1,1*00",
        "$GPGST,{}.5,1,1,1*00",
        "$GNGNS,{}.5,2200.1,S*00",
        "$GPBWC,{}.5,2200.1,S*00",
        "$RATLL,1,2200.1,S,01756.3,W,name,{}.5,T*00",
        "$RATTM,1,2,3,R,4,5,T,6,7,N,name,T,,{}.5,A*00",
        "$PASHR,{}.5,1,T,1*00",
        "$PTNL,GGK,{}.5,010814,1*00",
        "$PTNL,PJK,{}.5,010814,1*00",
        "$PUBX,00,{}.5,2200.1,S*00",
        "$PSIMSNS,{}.5,M32*00",
        "$PSIMSSB,{}.5,B01,A*00",
    ],
)
def test_sentences_without_a_date_have_the_day_that_is_nearest(sentence):
    now = datetime.now(UTC)
    text = TimestampTransform(use_nmea_timestamp=True).transform(sentence.format(f"{now:%H%M%S}"))
    stamped = datetime.fromisoformat(text.partition(" ")[0])
    assert abs(stamped - now) < timedelta(seconds=2)
    assert stamped.microsecond == 500_000


@pytest.mark.parametrize(
    "sentence", ["$PSXN,26,2025,13,15,09,15,00*00", "$PSXN,26,0,44.5,0.78,-0.9,NRP*6D", "$PSXN,23,1*00"]
)
def test_a_sentence_without_a_time_gets_that_of_the_host(sentence):
    text = TimestampTransform(use_nmea_timestamp=True).transform(sentence)
    assert abs(datetime.fromisoformat(text.partition(" ")[0]) - datetime.now(UTC)) < timedelta(seconds=2)


def test_a_prefix_is_one_name_or_the_first_that_fits():
    assert PrefixTransform(prefix="gyr1").transform("x") == "gyr1 x"
    choice = PrefixTransform(prefix={"^A": "a", "B": "b"}, sep=":")
    assert [choice.transform(text) for text in ("AB", "CB", "C")] == ["a:AB", "b:CB", None]
    assert choice.tally.counts == {"no prefix fits": 1}


def test_a_record_is_taken_as_its_json_and_a_number_passes():
    prefix = PrefixTransform(prefix="p")
    assert prefix.transform(DASRecord("a", timestamp=1.0)).startswith('p {"data_id": "a"')
    assert prefix.transform(5) == "5"
    assert prefix.transform(["a", None, ""]) == ["p a"]
    assert prefix.transform("") is None
    assert prefix.transform(b"bytes") is None
    assert prefix.tally.total() == 1


def test_filters_pass_what_is_found_or_not_found():
    assert RegexFilterTransform(pattern="GGA").transform("$GPGGA") == "$GPGGA"
    assert RegexFilterTransform(pattern="gga", flags=re.IGNORECASE, negate=True).transform("$GPGGA") is None
    with pytest.raises(ValueError, match="pattern"):
        RegexFilterTransform(pattern="(")


@pytest.mark.parametrize(
    ("fields", "sep", "expected"),
    [
        ("1:", None, "b c d"),
        ("0,3,-2", None, "a d c"),
        (":2,3:7", None, "a b d"),
        ("-1", None, "d"),
        ("9", None, ""),
        ("1", ",", ""),
    ],
)
def test_words_are_picked_and_missing_ones_left_out(fields, sep, expected):
    assert SliceTransform(fields=fields, sep=sep).transform("a b  c d") == expected


def test_small_changes_of_text():
    assert RegexReplaceTransform(patterns={"a+": "b", "b": "c"}).transform("aab") == "cc"
    assert SplitTransform(sep="\\n").transform("a\n\nb") == ["a", "b"]
    assert StripTransform().transform(" a b ") == "ab"
    assert StripTransform(strip_prefix=True).transform(" a b ") == "a b "
    assert StripTransform(chars="$", strip_suffix=True).transform("$a$") == "$a"
    assert StripTransform(unprintable=True).transform("a\x02 b") == "a b"
    unique = UniqueTransform()
    assert [unique.transform(text) for text in "aab"] == ["a", None, "b"]


@pytest.mark.parametrize(
    ("sentence", "optional", "cause"),
    [
        ("$HEHDT,218.53,T*12", False, None),
        ("2026-05-01T00:00:00Z $HEHDT,218.53,T*12\r", False, None),
        ("$HEHDT,218.53,T*13", False, "wrong checksum"),
        ("$HEHDT,218.53,T", False, "no checksum"),
        ("$HEHDT,218.53,T", True, None),
        ("HEHDT", True, "no checksum"),
        ("!AIVDM,1,1,,A,x,0*0A", False, "wrong checksum"),
    ],
)
def test_checksums_are_checked(sentence, optional, cause):
    check = NMEAChecksumTransform(checksum_optional=optional)
    assert check.transform(sentence) == (None if cause else sentence)
    assert list(check.tally.counts) == ([cause] if cause else [])


def test_an_element_is_collected_to_its_end():
    collect = XMLAggregatorTransform(tag="OSU")
    assert [collect.transform(text) for text in ("noise", "<OSU>", "x", "</OSU>")] == [
        None,
        None,
        None,
        "<OSU>\nx\n</OSU>",
    ]
