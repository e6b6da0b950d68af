"""Every component by the name that definitions use, and the module it lives in (imported when it is asked for)."""

_HERE = "logging_core.loggers"

READERS = {
    "SerialReader": "serial_port",
    "PolledSerialReader": "polled_serial_port",
    "UDPReader": "udp",
    "TCPReader": "tcp",
    "TextFileReader": "text_file",
    "LogfileReader": "logfile",
    "CachedDataReader": "cached_data",
    "TimeoutReader": "timeout",
    "HTTPReader": "http",
    "MQTTReader": "mqtt",
    "RedisReader": "redis_channel",
    "WebsocketReader": "websocket",
    "ModBusTCPReader": "modbus",
    "ModBusSerialReader": "modbus",
    "DatabaseReader": "database",
    "SealogReader": "sealog",
    "SocketReader": "channel",
    "TCPClientReader": "tcp_client",
    "PollerReader": "poller",
    "NGReader": "ng",
    "BME280Reader": "iio",
    "BME688Reader": "iio",
    "OneWireReader": "one_wire",
}
TRANSFORMS = {
    "TimestampTransform": "timestamp",
    "PrefixTransform": "prefix",
    "ParseTransform": "parse",
    "RegexParseTransform": "regex_parse",
    "RegexTransform": "regex_parse",
    "TrueWindsTransform": "true_winds",
    "InterpolationTransform": "interpolation",
    "RegexFilterTransform": "regex_filter",
    "RegexReplaceTransform": "regex_replace",
    "SliceTransform": "slice",
    "ToDASRecordTransform": "to_das_record",
    "ToJSONTransform": "to_json",
    "FromJSONTransform": "from_json",
    "QCFilterTransform": "bounds",
    "ValueFilterTransform": "bounds",
    "ModifyValueTransform": "modify_value",
    "ConvertFieldsTransform": "convert_fields",
    "SelectFieldsTransform": "select_fields",
    "ExtractFieldTransform": "extract_field",
    "FormatTransform": "format",
    "SplitTransform": "split",
    "StripTransform": "strip",
    "UniqueTransform": "unique",
    "CountTransform": "extremes",
    "MaxMinTransform": "extremes",
    "DeltaTransform": "delta",
    "NMEAChecksumTransform": "nmea_checksum",
    "XMLAggregatorTransform": "xml_aggregator",
    "NMEATransform": "nmea",
    "GeofenceTransform": "geofence",
    "SealogControlTransform": "sealog_control",
    "ToSealogTransform": "to_sealog",
}
WRITERS = {
    "UDPWriter": "udp",
    "TCPWriter": "tcp",
    "SerialWriter": "serial_port",
    "TextFileWriter": "text_file",
    "FileWriter": "file",
    "LogfileWriter": "logfile",
    "CachedDataWriter": "cached_data",
    "InfluxDBWriter": "influxdb",
    "DatabaseWriter": "database",
    "TimeoutWriter": "timeout",
    "LoggerManagerWriter": "logger_manager",
    "MQTTWriter": "mqtt",
    "RedisWriter": "redis_channel",
    "WebsocketWriter": "websocket",
    "RegexLogfileWriter": "regex_logfile",
    "SealogWriter": "sealog",
    "GrafanaLiveWriter": "grafana_live",
    "EmailWriter": "email",
    "SocketWriter": "channel",
    "RecordScreenWriter": "record_screen",
}

MODULES = {
    "reader": {name: f"{_HERE}.readers.{module}" for name, module in READERS.items()}
    | {"ComposedReader": f"{_HERE}.base.composed"},
    "transform": {name: f"{_HERE}.transforms.{module}" for name, module in TRANSFORMS.items()},
    "writer": {name: f"{_HERE}.writers.{module}" for name, module in WRITERS.items()}
    | {"ComposedWriter": f"{_HERE}.base.composed"},
}

RETIRED = {
    "NetworkReader": "use UDPReader",
    "NetworkWriter": "use UDPWriter",
    "ParseNMEATransform": "use ParseTransform with device definitions",
    "ComposedDerivedDataTransform": "use TrueWindsTransform",
    "SubsampleTransform": "use InterpolationTransform",
    "DerivedDataTransform": "it was an empty base class",
}
"""Names that older files use and what to write instead."""

UNAVAILABLE = {
    "GoogleSheetsWriter": "it needs the package gspread and an account at Google; write to a file or to InfluxDB, "
    "or bring a writer in a plug-in package",
}
"""Names that definitions may use and what is missing for them."""
