"""Values written as sentences of NMEA 0183."""

import pytest

from logging_core.loggers.parsing.nmea import checksum_fits
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.nmea import NMEATransform

WIND = {"true_wind_dir_field": "D", "true_wind_speed_kt_field": "K", "true_wind_speed_ms_field": "M"}


@pytest.mark.parametrize(
    ("kwargs", "fields", "expected"),
    [
        (WIND, {"D": 350.0, "K": 10, "M": 5.14}, "$WIMWD,350,T,,M,10,N,5.14,M"),
        (WIND, {"D": 350.0, "M": 5.144444}, "$WIMWD,350,T,,M,10,N,5.14,M"),
        (WIND, {"D": 350.0, "K": 10}, "$WIMWD,350,T,,M,10,N,5.14,M"),
        (
            {**WIND, "magnetic_variation_field": "V", "mwd_talker_id": "XX"},
            {"D": 5.5, "K": 1, "M": 2, "V": 10},
            "$XXMWD,5.5,T,355.5,M,1,N,2,M",
        ),
        (
            {"barometer_field": "P", "air_temp_field": "T", "sea_temp_field": "S", "air_temp_output_field": "AIR"},
            {"P": 1013.25, "T": -1.5, "S": 4},
            "$YXXDR,P,1.01325,B,P,C,-1.5,C,AIR,C,4,C,S",
        ),
        ({"nmea_list": ["DPT"], "depth_field": "Z"}, {"Z": 4396.03}, "$SDDPT,4396.03,"),
        ({"nmea_list": ["DPT"], "depth_field": "Z", "offset_field": "O"}, {"Z": 5, "O": -1.2}, "$SDDPT,5,-1.2"),
        ({"nmea_list": ["stn"], "id_field": "I"}, {"I": 7}, "$IISTN,7"),
    ],
)
def test_fields_become_a_sentence_with_its_checksum(kwargs, fields, expected):
    found = NMEATransform(**kwargs).transform(DASRecord("a", timestamp=1.0, fields=fields))
    assert found.partition("*")[0] == expected
    assert checksum_fits(found)


def test_several_sentences_are_a_list_and_missing_values_leave_theirs_out():
    make = NMEATransform(**WIND, barometer_field="P", nmea_list=["MWD", "XDR"])
    assert len(make.transform({"D": 1, "K": 1, "P": 1000})) == 2
    assert make.transform({"P": 1000}).startswith("$YXXDR")
    assert make.transform({"D": 1, "P": "x"}) is None


def test_a_name_cannot_break_a_sentence():
    make = NMEATransform(barometer_field="P", barometer_output_field="a,b*c$\r\n")
    assert make.transform({"P": 1000}).partition("*")[0] == "$YXXDR,P,1.00000,B,abc"


def test_an_unknown_sentence_is_refused():
    with pytest.raises(ValueError, match="nmea_list"):
        NMEATransform(nmea_list=["ZZZ"])
