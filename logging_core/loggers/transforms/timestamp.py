"""TimestampTransform: puts the time in front."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from logging_core.loggers.base.component import Record, TextTransform
from logging_core.loggers.parsing.nmea_time import NmeaClock
from logging_core.loggers.parsing.timestamps import TIME_FORMAT, Stamper


class TimestampTransform(TextTransform):
    """`TIME SEP RECORD`, UTC with six decimals unless told otherwise; all elements of a list get one time.

    With `use_nmea_timestamp` the time is that of the sentence where it has one (for `nmea_timestamp_timeout` s it
    also serves those without, then the clock of the host does); a drift between both of more than
    `nmea_time_drift_threshold` seconds is counted.
    """

    def __init__(
        self,
        time_format: str = TIME_FORMAT,
        time_zone: str = "UTC",
        sep: str = " ",
        use_nmea_timestamp: bool = False,
        nmea_timestamp_timeout: float = 1.0,
        nmea_time_drift_threshold: float | None = 0.1,
    ) -> None:
        super().__init__()
        self.sep = sep
        self._format = time_format
        self._zone = _zone(time_zone)
        self._fast = Stamper() if time_format == TIME_FORMAT and time_zone.upper() == "UTC" else None
        self._clock = NmeaClock(nmea_timestamp_timeout) if use_nmea_timestamp else None
        self._threshold = nmea_time_drift_threshold
        self._shared: str | None = None  # the time of a list, while it is taken element by element

    def transform(self, record: Record) -> Record:
        if not isinstance(record, list):
            return super().transform(record)
        self._shared = self._now()
        try:
            return super().transform(record)
        finally:
            self._shared = None

    def change(self, record: str) -> str:
        if self._clock is not None:
            return f"{self._from_sentence(record)}{self.sep}{record}"
        return f"{self._shared or self._now()}{self.sep}{record}"

    def _now(self) -> str:
        return self._fast.now() if self._fast is not None else self._written(datetime.now(UTC))

    def _from_sentence(self, record: str) -> str:
        now = datetime.now(UTC)
        assert self._clock is not None  # noqa: S101 - for the type checker
        moment = self._clock.time_of(record, now)
        if (
            moment is not None
            and self._threshold is not None
            and abs((now - moment).total_seconds()) > self._threshold
        ):
            self.tally.add("clock of the instrument differs from that of the host", record)
        return self._written(moment or now)

    def _written(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime(self._format)


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ValueError(f'time_zone: "{name}" is not known') from None
