"""Checksums."""

from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logging_core.loggers.parsing.nmea import carries_checksum, checksum, checksum_fits


@given(st.binary(max_size=300))
def test_the_checksum_is_the_exclusive_or_of_all_bytes(body):
    assert checksum(body) == reduce(xor, body, 0)


@pytest.mark.parametrize(
    ("sentence", "carries", "fits"),
    [
        ("$HEHDT,218.53,T*12", True, True),
        ("$HEHDT,218.53,T*13", True, False),
        ("$PSXN,20,1,0,0,0*3a", True, True),
        ("$HEHDT,218.53,T", False, None),
        ("$HEHDT,218.53,T*1", True, False),
        ("$HEHDT,218.53,T*0012", True, False),
        ("$HEHDT,218.53,T*", False, None),
        ("HEHDT*12", False, None),
        ("", False, None),
        ("$*00", True, True),
    ],
)
def test_a_sentence_may_carry_a_checksum_that_fits(sentence, carries, fits):
    assert carries_checksum(sentence) == carries
    if carries:
        assert checksum_fits(sentence) == fits
