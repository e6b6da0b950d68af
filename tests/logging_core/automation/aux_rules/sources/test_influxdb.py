import threading
from datetime import timedelta

import pytest

from logging_core.automation.aux_rules import actions, shipped
from logging_core.automation.aux_rules.gathering import NoAnswer, NoValues
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.automation.aux_rules.reading import read_file
from logging_core.automation.aux_rules.sources import influxdb
from logging_core.loggers.yaml_files.problems import Problems
from logging_core.shared import clock
from logging_core.shared.errors import BadInput
from tests.logging_core.automation.aux_rules.making import EXAMPLES
from tests.support.influxdb import InfluxDB

MOMENT = clock.parse("2026-03-14T12:00:07.300Z")
JUST_NOW = MOMENT - timedelta(milliseconds=400)


def rules(text: str, **config) -> dict[str, AuxRule]:
    entries = read_file(text, "aux.yaml", Problems())
    assert entries
    return {
        one.data_source: AuxRule(
            kind=Kind.INFLUXDB,
            data_source=one.data_source,
            config=influxdb.checked({**actions.config_of(one), **config}),
        )
        for one in entries
    }


def gathered(text: str, source: str, **config) -> list[tuple[str, str, str]]:
    found = influxdb.gather(rules(text, **config)[source], MOMENT)
    return [(e["data_name"], e["data_value"], e["data_uom"]) for e in found.elements]


def example(name: str) -> str:
    return (EXAMPLES / f"{name}.yaml").read_text()


def test_the_shipped_configuration(influx: InfluxDB) -> None:
    fields = {
        "S1HeadingTrue": 181.12345,
        "S1Latitude": 33.7654321,
        "S1Longitude": 118.25,
        "S1NorS": "S",
        "S1EorW": "W",
    }
    influx.write("seapath1", JUST_NOW, {"sensor": "seapath1"}, **fields)
    assert gathered(shipped.influxdb(), "realtimeVesselPosition") == [
        ("heading", "181.123", "deg"),
        ("latitude", "-33.765432", "ddeg"),
        ("longitude", "-118.25", "ddeg"),
    ]


def test_the_illustration_of_the_contract(influx: InfluxDB) -> None:
    influx.write("ctd_main", JUST_NOW, ctd_depth=1850.26, ctd_pressure_bar=187.5, ctd_mode="UP")
    assert gathered(example("ctd"), "exampleCTD") == [("depth", "-1850.3", "m"), ("pressure", "1864.87", "dbar")]


def test_limits_thresholds_that_count_and_names_that_need_quotes(influx: InfluxDB) -> None:
    influx.write('winch "A"', JUST_NOW, tension_kN=-0.004)
    influx.write("winch ${B}", JUST_NOW, payout=-6000.0, direction="off")
    assert gathered(example("winch"), "winchData") == [
        ("tension", "0", ""),
        ("payout", "6000.0", "m"),
        ("state", "off", ""),
    ]
    influx.write("winch ${B}", JUST_NOW + timedelta(milliseconds=1), payout=6000.0, direction="out")
    assert gathered(example("winch"), "winchData")[1] == ("payout", "at the end", "m")


def test_two_records_units_and_fixed_texts(influx: InfluxDB) -> None:
    influx.write("met", JUST_NOW, wind_kn=20, air_f=50.0, sky="overcast")
    assert gathered(example("weather"), "weather") == [
        ("wind_speed", "10.29", "m/s"),
        ("air_temperature", "10.0", "degC"),
        ("mast", "main mast", ""),
    ]
    assert gathered(example("weather"), "weatherText") == [("sky", "overcast", "")]


def test_nmea_degrees_and_several_operations_in_one_map(influx: InfluxDB) -> None:
    influx.write("usbl", JUST_NOW, lat_ddmm=3833.786, ns="S", slant_cm=24_900, quality=3)
    assert gathered(example("usbl"), "vehicleUSBL") == [
        ("latitude", "-38.5631", "ddeg"),
        ("slant_range", "249.5", "m"),
    ]


def test_a_field_that_only_a_test_names_is_fetched_too(influx: InfluxDB) -> None:
    influx.write("usbl", JUST_NOW, lat_ddmm=3833.786, ns="N")
    gathered(example("usbl"), "vehicleUSBL")
    assert all(f'r["_field"] == "{name}"' in influx.queries[-1] for name in ("lat_ddmm", "ns", "quality"))


def test_without_the_field_of_its_test_a_value_is_left_out_and_the_rest_stays(influx: InfluxDB) -> None:
    influx.write("seapath1", JUST_NOW, S1HeadingTrue=5.0, S1Latitude=33.5)
    found = influxdb.gather(rules(shipped.influxdb())["realtimeVesselPosition"], MOMENT)
    assert [e["data_name"] for e in found.elements] == ["heading"]
    assert found.notes == ["latitude was left out: its test needs S1NorS, which has no value that can be compared"]


def test_of_several_measurements_the_newest_value_counts(influx: InfluxDB) -> None:
    influx.write("ctd_backup", JUST_NOW, ctd_depth=2.0, ctd_mode="DOWN")
    influx.write("ctd_main", JUST_NOW - timedelta(seconds=9), ctd_depth=1.0, ctd_mode="DOWN")
    assert gathered(example("ctd"), "exampleCTD") == [("depth", "2.0", "m")]
    influx.write("ctd_main", JUST_NOW, ctd_depth=3.0)
    assert gathered(example("ctd"), "exampleCTD") == [("depth", "3.0", "m")], "of one time the one named first"


def test_only_the_minute_before_the_event_counts_and_the_newest_of_it(influx: InfluxDB) -> None:
    for seconds, depth in ((-61, 1.0), (-60, 2.0), (-30, 3.0), (-1, 4.0), (0, 5.0), (1, 6.0)):
        influx.write("ctd_main", MOMENT + timedelta(seconds=seconds), ctd_depth=depth, ctd_mode="DOWN")
    assert gathered(example("ctd"), "exampleCTD") == [("depth", "4.0", "m")]


def test_no_data_is_no_record(influx: InfluxDB) -> None:
    with pytest.raises(NoValues, match="no value of ctd_main, ctd_backup in the minute before the event"):
        gathered(example("ctd"), "exampleCTD")


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"org": "nobody"}, "there is no such organisation or bucket (404: organization name not found)"),
        ({"bucket": "nothing"}, 'there is no such organisation or bucket (404: could not find bucket "nothing")'),
        ({"url": "http://127.0.0.1:9"}, "InfluxDB at http://127.0.0.1:9 cannot be reached"),
    ],
)
def test_what_the_server_refuses_is_told(influx: InfluxDB, config, told: str) -> None:
    with pytest.raises(NoAnswer) as trouble:
        gathered(example("ctd"), "exampleCTD", **config)
    assert told in str(trouble.value)
    assert trouble.value.signs[0].trouble == str(trouble.value)


def test_a_wrong_token_and_a_wrong_request_are_told(influx: InfluxDB, settings) -> None:
    settings.INFLUXDB_TOKEN = "another"
    with pytest.raises(NoAnswer, match=r"the token is not accepted \(401: unauthorized access\)"):
        gathered(example("ctd"), "exampleCTD")
    settings.INFLUXDB_TOKEN = "a-token"
    influx.refuse = (400, "compilation failed")
    with pytest.raises(NoAnswer, match=r"the request is wrong.*\(400: compilation failed\)"):
        gathered(example("ctd"), "exampleCTD")


def test_a_server_that_says_nothing_is_not_waited_for(influx: InfluxDB, monkeypatch) -> None:
    influx.silent = threading.Event()
    monkeypatch.setattr(influxdb, "PATIENCE_MS", 300)
    influxdb._client.cache_clear()
    with pytest.raises(NoAnswer, match="did not answer within"):
        gathered(example("ctd"), "exampleCTD")


@pytest.mark.parametrize("garbage", ["<html>nginx</html>", "#datatype,string,long\r\n,,0", "a,b\r\n1,2\r\n"])
def test_an_answer_that_is_no_table_is_told(influx: InfluxDB, garbage: str) -> None:
    influx.garbage = garbage
    with pytest.raises((NoAnswer, NoValues)):
        gathered(example("ctd"), "exampleCTD")


def test_names_cannot_break_out_of_the_query(influx: InfluxDB) -> None:
    evil = 'x" or true) |> drop(columns: ["_time"]) //'
    influx.write("secret", JUST_NOW, password="hunter2")
    rule = AuxRule(
        kind=Kind.INFLUXDB,
        data_source="a",
        config=influxdb.checked({"measurements": [evil], "values": [{"field": "password", "name": "p"}]}),
    )
    with pytest.raises(NoValues):
        influxdb.gather(rule, MOMENT)
    influx.write(evil, JUST_NOW, password="mine")
    assert influxdb.gather(rule, MOMENT).elements[0]["data_value"] == "mine"


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/", "http://8.8.8.8:8086", "ftp://127.0.0.1", "http://a:b@127.0.0.1"]
)
def test_only_hosts_that_are_allowed_can_be_named(url: str) -> None:
    with pytest.raises(Exception, match=r"may not be talked to|must be an http|neither user"):
        influxdb.checked({"url": url, "measurements": ["m"], "values": [{"field": "f", "name": "n"}]})


def test_a_host_that_is_not_allowed_any_more_is_not_asked(influx: InfluxDB) -> None:
    rule = rules(example("ctd"))["exampleCTD"]
    rule.config["url"] = "http://169.254.169.254:8086"
    with pytest.raises(NoAnswer, match=r"169\.254\.169\.254 may not be talked to"):
        influxdb.gather(rule, MOMENT)


def test_the_token_of_a_rule_stands_in_the_environment_only(influx: InfluxDB, monkeypatch) -> None:
    influx.write("ctd_main", JUST_NOW, ctd_depth=2.0, ctd_mode="DOWN")
    with pytest.raises(NoAnswer, match="SEALOG_SECRET_MY_DB is not set"):
        gathered(example("ctd"), "exampleCTD", secret="MY_DB")
    monkeypatch.setenv("SEALOG_SECRET_MY_DB", "a-token")
    assert gathered(example("ctd"), "exampleCTD", secret="MY_DB")
    with pytest.raises(BadInput, match="must be the NAME"):
        influxdb.checked({"secret": "abc$", "measurements": ["m"], "values": [{"field": "f", "name": "n"}]})
