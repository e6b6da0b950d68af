"""Raw logs of a ship, parsed to values."""

import pytest

from logging_core.loggers.parsing.device_files import read_devices
from logging_core.loggers.parsing.record_parser import RecordParser
from tests.logging_core.loggers.parsing import peer
from tests.logging_core.loggers.seen import NBP1406, needs_nbp1406

pytestmark = needs_nbp1406
LOGS = ["gp02", "gyr1", "knud", "mwx1", "rtmp", "s330", "seap", "tsg1"]


def lines_of(name):
    return (NBP1406 / "raw" / f"NBP1406_{name}-2014-08-01").read_text().splitlines()


@pytest.fixture(scope="module")
def devices():
    return read_devices("test/NBP1406/devices/nbp_devices.yaml", NBP1406)[0]


def test_all_devices_of_the_ship_are_known(devices):
    assert len(devices) == 22


@pytest.mark.parametrize("name", LOGS)
def test_every_line_gives_the_values_that_the_peer_gives(devices, name):
    parser = RecordParser(devices)
    device = devices[name]
    theirs = [(message, peer.compiled(text)) for message, text in device.type.formats]
    for line in lines_of(name):
        found = parser.parse(f"{name} {line}")
        message, values = next(
            (message, match.named)
            for message, pattern in theirs
            if (match := pattern.parse(line.split(" ", 1)[1].strip()))
        )
        expected = {device.fields[key]: value for key, value in values.items() if key in device.fields}
        assert found.message_type == message
        assert found.fields == {
            key: pytest.approx(value, abs=1e-9) if isinstance(value, float) else value
            for key, value in expected.items()
            if value is not None
        }
    assert parser.tally.total() == 0


def test_known_values_at_the_first_lines(devices):
    parser = RecordParser(devices)
    assert parser.parse(f"gyr1 {lines_of('gyr1')[0]}").fields == {"Gyr1HeadingTrue": 218.53}
    assert parser.parse(f"rtmp {lines_of('rtmp')[0]}").fields == {"RTMPTemp": 21.7652}
    gga = parser.parse(f"seap {lines_of('seap')[1]}")
    assert gga.timestamp == pytest.approx(1406851200.814)
    assert gga.fields["SeapLatitude"] == pytest.approx(22.00186785, abs=1e-9)
    assert gga.fields["SeapNorS"] == "S"
    assert parser.parse(f"knud {lines_of('knud')[0]}").fields["KnudDepthLF"] == 4396.03
