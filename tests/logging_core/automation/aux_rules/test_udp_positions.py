"""Positions by UDP: the shipped logger, and the rule that goes with it, instead of a cache of their own."""

import io

import pytest
from django.core.management import call_command

from logging_core.automation.aux_rules import shipped
from logging_core.loggers.base.site import Site
from logging_core.loggers.transforms.parse import ParseTransform
from logging_core.shared import clock
from tests.logging_core.automation.aux_rules.making import follow, log, make_rule, record
from tests.logging_core.streams.conftest import ingest  # noqa: F401
from tests.logging_core.streams.samples import record as sample

FOLDER = shipped.FOLDER / "udp_positions"
RULE = {
    "max_age_s": 20,
    "values": [
        {"field": "UdpLatitude", "name": "latitude", "uom": "ddeg", "round": 6},
        {"field": "UdpLongitude", "name": "longitude", "uom": "ddeg", "round": 6},
        {"field": "UdpAltitude", "name": "depth", "uom": "m", "modify": [{"operation": [{"multiply": -1}]}]},
    ],
}


def parsed(datagram: str) -> dict[str, float]:
    parse = ParseTransform(definition_path="devices.yaml", site=Site(base_dir=FOLDER))
    found = parse.transform(f"udp_positions {clock.iso(clock.now())} {datagram}")
    return found["fields"] if found else {}


def test_nothing_is_wrong_with_the_shipped_logger() -> None:
    out = io.StringIO()
    call_command("check_cruise", str(FOLDER / "cruise.yaml"), stdout=out)
    assert out.getvalue().strip().endswith("1 loggers, 2 configs, 2 modes, default mode on")


@pytest.mark.parametrize("rest", ["", ",M,49.1,M,,*5C"])
def test_a_datagram_becomes_the_record_of_the_next_event(follower, admin, logger, ingest, rest) -> None:  # noqa: F811
    make_rule(admin, "streams", "realtimeTestData", RULE)
    fields = parsed(f"GGA,120000.00,3833.78600,N,03144.31000,W,2,11,0.8,-1648.2{rest}")
    ingest.store([sample(clock.now().timestamp(), metadata=None, **fields)])
    event = log(logger)
    follow()
    told = record(event, "realtimeTestData")
    assert told == {"latitude": "38.5631", "longitude": "-31.7385", "depth": "1648.2"}


def test_other_datagrams_are_none() -> None:
    assert parsed("VTG,1,2") == {} and parsed("GGA,,,,,,,,,") == {}
