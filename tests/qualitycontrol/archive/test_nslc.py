"""Names of streams."""

import pytest

from qualitycontrol.archive.nslc import Nslc


@pytest.mark.parametrize("text", ["PF.RER.90.HHZ", "PF.RER..HHZ", "1A.A-B.X.LOG"])
def test_a_name_is_read_as_it_is_written(text: str) -> None:
    assert str(Nslc.parse(text)) == text


def test_two_dashes_are_the_empty_location() -> None:
    assert Nslc.parse("PF.RER.--.HHZ") == Nslc.parse("PF.RER..HHZ")


def test_the_source_identifier_of_fdsn_is_derived_and_read() -> None:
    stream = Nslc.parse("PF.RER..HHZ")
    assert stream.source_id == "FDSN:PF_RER__H_H_Z"
    assert Nslc.of_source_id(stream.source_id) == stream


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("PF.RER.HHZ", "is not network.station.location.channel"),
        ("PF...HHZ", "'' is no station code"),
        ("../etc.X.Y.HHZ", "is not network"),
        ("PF./etc..HHZ", "'/etc' is no station code"),
        ("PF.RER.000.HHZ", "'000' is no location code"),
        ("PF.RER..HH", "'HH' is no channel code"),
        ("pf.RER..HHZ", "'pf' is no network code"),
        ("PF.RER\n..HHZ", "is no station code"),
    ],
)
def test_a_wrong_code_is_refused_by_its_name(text: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Nslc.parse(text)
