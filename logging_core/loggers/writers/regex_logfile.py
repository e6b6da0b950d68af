"""RegexLogfileWriter: the older form of LogfileWriter with several files."""

from logging_core.loggers.parsing.timestamps import TIME_FORMAT
from logging_core.loggers.writers.logfile import LogfileWriter


class RegexLogfileWriter(LogfileWriter):
    """As LogfileWriter with a mapping as `filebase`; `-` and the date follow the base, and `_HH00` if hourly."""

    def __init__(
        self,
        filebase: str | dict,
        flush: bool = True,
        time_format: str = TIME_FORMAT,
        date_format: str = "%Y-%m-%d",
        split_char: str = " ",
        suffix: str | dict = "",
        header: str | dict | None = None,
        header_file: str | dict | None = None,
        rollover_hourly: bool = False,
    ) -> None:
        super().__init__(
            filebase,
            split_interval="1H" if rollover_hourly else "24H",
            header=header,
            header_file=header_file,
            time_format=time_format,
            date_format=f"-{date_format}_%H00" if rollover_hourly else f"-{date_format}",
            suffix=suffix,
            split_char=split_char,
        )
