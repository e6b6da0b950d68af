"""Every component of the format: found by its name alone, with the arguments and defaults that files count on."""

from pathlib import Path

import pytest

from logging_core.loggers.base import registry
from logging_core.loggers.base.arguments import parameters
from logging_core.loggers.base.catalogue import MODULES
from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.loading import load

ISO = "%Y-%m-%dT%H:%M:%S.%fZ"
NEEDED = "needed"
SERIAL = {
    "port": NEEDED,
    "baudrate": 9600,
    "bytesize": 8,
    "parity": "N",
    "stopbits": 1,
    "timeout": None,
    "xonxoff": False,
    "rtscts": False,
    "write_timeout": None,
    "dsrdtr": False,
    "inter_byte_timeout": None,
    "exclusive": None,
}
SILENCE = {
    "timeout": NEEDED,
    "message": None,
    "resume_message": None,
    "empty_is_okay": False,
    "none_is_okay": False,
}
MODBUS = {"scan_file": None, "slave": 1, "function": "holding_registers", "sep": " "}
DATABASE = {"database": None, "host": None, "user": None, "password": None}
READERS = {
    "SerialReader": {**SERIAL, "max_bytes": None, "eol": None, "allow_empty": False},
    "PolledSerialReader": {
        **SERIAL,
        "max_bytes": None,
        "eol": None,
        "start_cmd": None,
        "pre_read_cmd": None,
        "stop_cmd": None,
    },
    "UDPReader": {
        "interface": None,
        "port": NEEDED,
        "mc_group": None,
        "reuseaddr": False,
        "reuseport": False,
        "eol": None,
        "allow_empty": False,
        "this_is_a_test": False,
    },
    "TCPReader": {"interface": None, "port": NEEDED, "eol": None, "reuseaddr": True, "reuseport": False},
    "TextFileReader": {
        "file_spec": None,
        "tail": False,
        "refresh_file_spec": False,
        "retry_interval": 0.1,
        "interval": 0,
        "eol": None,
    },
    "LogfileReader": {
        "filebase": None,
        "tail": False,
        "refresh_file_spec": False,
        "retry_interval": 0.1,
        "interval": 0,
        "use_timestamps": False,
        "time_acceleration_factor": 1.0,
        "record_format": None,
        "time_format": ISO,
        "date_format": "%Y-%m-%d",
        "eol": None,
    },
    "CachedDataReader": {
        "subscription": NEEDED,
        "data_server": "localhost:8766",
        "bundle_seconds": 0,
        "return_das_record": False,
        "data_id": None,
        "use_wss": False,
        "check_cert": False,
    },
    "ComposedReader": {"readers": NEEDED, "transforms": None},
    "DatabaseReader": {"fields": None, **DATABASE, "tail": False, "sleep_interval": 1.0},
    "TimeoutReader": {"reader": NEEDED, **SILENCE},
    "HTTPReader": {
        "url": NEEDED,
        "method": "get",
        "headers": None,
        "payload": None,
        "interval": 5.0,
        "timeout": 2.0,
    },
    "ModBusTCPReader": {"registers": None, "host": "localhost", "port": 502, "interval": 10, **MODBUS},
    "ModBusSerialReader": {
        "registers": None,
        "port": "/dev/ttyUSB0",
        "baudrate": 9600,
        "parity": "N",
        "stopbits": 1,
        "bytesize": 8,
        "interval": 1.0,
        "timeout": None,
        **MODBUS,
    },
    "MQTTReader": {
        "broker": NEEDED,
        "channel": NEEDED,
        "client_name": NEEDED,
        "port": 1883,
        "clean_start": None,
        "qos": 0,
        "return_as_bytes": False,
    },
    "RedisReader": {"channel": NEEDED, "password": None},
    "SocketReader": {"channel": NEEDED, "timeout": None, "buffer_size": 4096, "keep_binary": False},
    "WebsocketReader": {"uri": NEEDED, "check_cert": False},
    "SealogReader": {
        "uri": NEEDED,
        "client_wsid": "OpenRVDAS_Sealog_Reader",
        "subs": None,
        "check_cert": False,
    },
    "BME280Reader": {"interval": 0, "temp_in_f": False, "pressure_in_inches": False},
    "BME688Reader": {"interval": 0, "temp_in_f": False, "pressure_in_inches": False},
    "OneWireReader": {
        "interval": 0,
        "temp_in_f": False,
        "mac_addresses": None,
        "sensor_missing_value": 9999,
    },
}
CONVERSION = {"delete_source_fields": False, "delete_unconverted_fields": False}
TRANSFORMS = {
    "TimestampTransform": {
        "time_format": ISO,
        "time_zone": "UTC",
        "sep": " ",
        "use_nmea_timestamp": False,
        "nmea_timestamp_timeout": 1,
        "nmea_time_drift_threshold": 0.1,
    },
    "PrefixTransform": {"prefix": NEEDED, "sep": " "},
    "ParseTransform": {
        "record_format": None,
        "field_patterns": None,
        "metadata": None,
        "definition_path": "logger/devices/*.yaml,contrib/devices/*.yaml",
        "return_json": False,
        "return_das_record": False,
        "metadata_interval": None,
        "strip_unprintable": False,
        "prepend_data_id": False,
        "delimiter": ":",
    },
    "RegexParseTransform": {
        "record_format": None,
        "field_patterns": None,
        "data_id": None,
        "definition_path": None,
        "metadata": None,
        "metadata_interval": None,
        "fields": None,
        **CONVERSION,
    },
    "ConvertFieldsTransform": {"fields": None, **CONVERSION},
    "TrueWindsTransform": {
        "course_field": NEEDED,
        "speed_field": NEEDED,
        "heading_field": NEEDED,
        "wind_dir_field": NEEDED,
        "wind_speed_field": NEEDED,
        "true_dir_name": NEEDED,
        "true_speed_name": NEEDED,
        "apparent_dir_name": NEEDED,
        "update_on_fields": None,
        "max_field_age": None,
        "zero_line_reference": 0,
        "convert_wind_factor": 1,
        "convert_speed_factor": 1,
        "data_id": None,
        "metadata_interval": None,
    },
    "InterpolationTransform": {
        "field_spec": NEEDED,
        "interval": NEEDED,
        "window": NEEDED,
        "data_id": None,
        "metadata_interval": None,
    },
    "RegexFilterTransform": {"pattern": NEEDED, "flags": 0, "negate": False},
    "SliceTransform": {"fields": ":", "sep": None},
    "ToDASRecordTransform": {"data_id": None, "field_name": None},
    "FromJSONTransform": {"das_record": False},
    "ToJSONTransform": {"pretty": False},
    "QCFilterTransform": {"bounds": NEEDED, "message": None},
    "ValueFilterTransform": {"bounds": NEEDED, "log_level": 20},
    "ModifyValueTransform": {
        "fields": NEEDED,
        "data_id": None,
        "delete_unmatched": False,
        "metadata_interval": None,
    },
    "SelectFieldsTransform": {"keep": None, "delete": None},
    "ExtractFieldTransform": {"field_name": NEEDED},
    "FormatTransform": {"format_str": NEEDED, "defaults": None, "use_iso_timestamp": False},
    "RegexReplaceTransform": {"patterns": NEEDED, "count": 0, "flags": 0},
    "SplitTransform": {"sep": "\n"},
    "StripTransform": {"chars": None, "unprintable": False, "strip_prefix": False, "strip_suffix": False},
    "UniqueTransform": {},
    "CountTransform": {},
    "MaxMinTransform": {},
    "DeltaTransform": {"rate": False, "field_type": None},
    "NMEAChecksumTransform": {
        "checksum_optional": False,
        "error_message": "Bad checksum for record: ",
        "writer": None,
    },
    "GeofenceTransform": {
        "latitude_field_name": NEEDED,
        "longitude_field_name": NEEDED,
        "boundary_file_name": None,
        "boundary_dir_name": None,
        "distance_from_boundary_in_degrees": 0,
        "leaving_boundary_message": None,
        "entering_boundary_message": None,
        "seconds_between_checks": 0,
    },
    "XMLAggregatorTransform": {"tag": NEEDED},
    "SealogControlTransform": {"event_value": NEEDED, "event_option_name": NEEDED, "event_author": None},
    "ToSealogTransform": {"config_file": NEEDED},
}
WRITERS = {
    "UDPWriter": {
        "destination": None,
        "port": NEEDED,
        "mc_interface": None,
        "mc_ttl": 3,
        "num_retry": 2,
        "warning_limit": 5,
        "eol": "",
        "reuseaddr": False,
        "reuseport": False,
    },
    "ComposedWriter": {"transforms": None, "writers": None},
    "LogfileWriter": {
        "filebase": NEEDED,
        "delimiter": "\n",
        "flush": True,
        "split_interval": "24H",
        "header": None,
        "header_file": None,
        "time_format": ISO,
        "date_format": "-%Y-%m-%d",
        "time_zone": "UTC",
        "suffix": None,
        "split_char": " ",
    },
    "CachedDataWriter": {
        "data_server": NEEDED,
        "start_server": False,
        "back_seconds": 480,
        "cleanup_interval": 6,
        "update_interval": 1,
        "max_backup": 86400,
        "use_wss": False,
        "check_cert": False,
    },
    "InfluxDBWriter": {
        "bucket_name": NEEDED,
        "auth_token": None,
        "org": None,
        "url": None,
        "verify_ssl": None,
        "measurement_name": None,
        "tags": None,
    },
    "TextFileWriter": {
        "filename": None,
        "flush": True,
        "truncate": False,
        "split_by_date": False,
        "create_path": True,
        "header": None,
        "header_file": None,
    },
    "FileWriter": {
        "filebase": None,
        "filename": None,
        "mode": "a",
        "delimiter": "\n",
        "flush": True,
        "split_by_time": False,
        "split_interval": None,
        "header": None,
        "header_file": None,
        "time_format": None,
        "date_format": None,
        "suffix": None,
        "time_zone": "UTC",
        "create_path": True,
    },
    "RegexLogfileWriter": {
        "filebase": NEEDED,
        "flush": True,
        "time_format": ISO,
        "date_format": "%Y-%m-%d",
        "split_char": " ",
        "suffix": "",
        "header": None,
        "header_file": None,
        "rollover_hourly": False,
    },
    "DatabaseWriter": {**DATABASE, "save_source": True},
    "TimeoutWriter": {"writer": NEEDED, **SILENCE},
    "LoggerManagerWriter": {"database": None, "api": None, "allowed_prefixes": None},
    "SerialWriter": {**SERIAL, "eol": "\n"},
    "TCPWriter": {
        "destination": NEEDED,
        "port": NEEDED,
        "num_retry": 2,
        "warning_limit": 5,
        "eol": "",
        "reuseaddr": False,
        "reuseport": False,
    },
    "WebsocketWriter": {"uri": NEEDED, "cert_file": None, "key_file": None, "max_queue_size": None},
    "GrafanaLiveWriter": {
        "host": NEEDED,
        "stream_id": NEEDED,
        "token_file": None,
        "api_token": None,
        "secure": False,
        "measurement_name": None,
        "batch_size": 1,
        "queue_size": 1000,
    },
    "EmailWriter": {"to": NEEDED, "sender": None, "subject": None, "max_freq": 180},
    "MQTTWriter": {"broker": NEEDED, "channel": NEEDED, "client_name": None, "qos": 0},
    "RedisWriter": {"channel": NEEDED, "password": None},
    "SocketWriter": {"channel": NEEDED},
    "RecordScreenWriter": {},
    "SealogWriter": {"url": NEEDED, "token": NEEDED, "config_file": NEEDED},
}
NMEA = [
    "nmea_list",
    "true_wind_dir_field",
    "true_wind_speed_kt_field",
    "true_wind_speed_ms_field",
    "magnetic_variation_field",
    "mwd_talker_id",
    "barometer_field",
    "air_temp_field",
    "sea_temp_field",
    "barometer_output_field",
    "air_temp_output_field",
    "sea_temp_output_field",
    "xdr_talker_id",
    "depth_field",
    "offset_field",
    "dpt_talker_id",
    "id_field",
    "stn_talker_id",
]
ALL = [
    (kind, name, arguments)
    for kind, table in (("reader", READERS), ("transform", TRANSFORMS), ("writer", WRITERS))
    for name, arguments in table.items()
]
DOCS = Path(__file__).resolve().parents[4] / "docs" / "loggers.md"


@pytest.mark.parametrize(("kind", "name", "arguments"), ALL, ids=[name for _, name, _ in ALL])
def test_a_component_is_found_without_module_and_takes_the_arguments_of_the_format(kind, name, arguments):
    accepted = parameters(registry.find(kind, name, None, Site()))
    defaults = {key: NEEDED if part.default is part.empty else part.default for key, part in accepted.items()}
    assert {key: defaults.get(key, "unknown") for key in arguments} == arguments
    assert [key for key in defaults if key not in arguments and defaults[key] == NEEDED] == []


def test_the_sentences_of_nmea_take_all_their_arguments():
    accepted = parameters(registry.find("transform", "NMEATransform", None, Site()))
    assert set(NMEA) == set(accepted)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("reader", "NetworkReader", "use UDPReader"),
        ("writer", "NetworkWriter", "use UDPWriter"),
        ("transform", "SubsampleTransform", "use InterpolationTransform"),
        ("transform", "ParseNMEATransform", "use ParseTransform"),
        ("transform", "DerivedDataTransform", "empty base class"),
        ("writer", "GoogleSheetsWriter", "not available here: it needs the package gspread"),
    ],
)
def test_what_is_not_offered_says_what_to_do_instead(tmp_path, kind, name, words):
    section = f"{kind}s: {{class: {name}}}"
    (tmp_path / "c.yaml").write_text(f"loggers:\n  a:\n    configs:\n      net:\n        {section}\n")
    problem = load(tmp_path / "c.yaml").errors[0]
    assert problem.place.line == 5
    assert words in problem.cause


@pytest.mark.parametrize("module", ["logger.readers.sealog_reader", "contrib.raspberrypi.readers.bme280_reader"])
def test_module_paths_that_files_give_mean_our_own_classes(module):
    name = "SealogReader" if "sealog" in module else "BME280Reader"
    assert registry.find("reader", name, module, Site()).__module__.startswith("logging_core.loggers.")


def test_every_component_has_its_line_in_the_documentation():
    text = DOCS.read_text()
    assert [name for names in MODULES.values() for name in names if f"`{name}`" not in text] == []
