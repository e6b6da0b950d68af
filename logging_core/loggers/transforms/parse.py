"""ParseTransform: a line of a known device becomes values."""

from logging_core.loggers.base.component import Record, TextTransform
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.device_files import read_devices
from logging_core.loggers.parsing.record_parser import DEFAULT_FORMAT, Parsed, RecordParser

DEFAULT_PATH = "logger/devices/*.yaml,contrib/devices/*.yaml"


class ParseTransform(TextTransform):
    """`DATA_ID TIME SENTENCE` to a mapping, a DASRecord or its JSON, by device definitions or by `field_patterns`.

    `definition_path` holds wildcards, separated by commas and relative to the base folder of the site. What cannot
    be parsed is counted by cause and dropped; so is a sentence whose NMEA checksum is wrong.
    """

    def __init__(
        self,
        record_format: str | None = None,
        field_patterns: str | list | dict | None = None,
        metadata: dict | None = None,
        definition_path: str = DEFAULT_PATH,
        return_json: bool = False,
        return_das_record: bool = False,
        metadata_interval: float | None = None,
        strip_unprintable: bool = False,
        prepend_data_id: bool = False,
        delimiter: str = ":",
        site: Site | None = None,
    ) -> None:
        super().__init__()
        if return_json and return_das_record:
            raise ValueError("return_json and return_das_record cannot both be true")
        self._cautions: list[str] = []
        devices = None
        if field_patterns is None:
            devices, self._cautions = read_devices(definition_path, (site or Site()).base_dir)
        self.parser = RecordParser(
            devices,
            field_patterns,
            record_format or DEFAULT_FORMAT,
            metadata=metadata,
            metadata_interval=metadata_interval,
            strip_unprintable=strip_unprintable,
            prefix_with=delimiter if prepend_data_id else None,
        )
        self.parser.tally = self.tally
        self._form = (
            Parsed.as_json if return_json else Parsed.as_record if return_das_record else Parsed.as_mapping
        )

    def cautions(self) -> list[str]:
        return self._cautions

    def change(self, record: str) -> Record:
        parsed = self.parser.parse(record)
        return None if parsed is None else self._form(parsed)
