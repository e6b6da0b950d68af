"""TrueWindsTransform: true wind from the wind on board and the motion of the ship."""

from typing import Any

from logging_core.loggers.base.component import Record, Transform
from logging_core.loggers.parsing.metadata import MetadataSender
from logging_core.loggers.parsing.records import DASRecord, records_of
from logging_core.loggers.transforms.wind import Motion, true_wind

NO_VALUE = (-1111, -9999, 1111, 9999, 5555)


class TrueWindsTransform(Transform):
    """A list of records with true wind direction and speed and the apparent direction, possibly empty.

    Angles are degrees, speeds are multiplied by their factor and then in one unit. A result is given for every
    record, or for those with a field of `update_on_fields`, once all five values are there and none is older than
    its `max_field_age` in seconds. Impossible values are counted and give no result.
    """

    def __init__(
        self,
        course_field: str,
        speed_field: str,
        heading_field: str,
        wind_dir_field: str,
        wind_speed_field: str,
        true_dir_name: str,
        true_speed_name: str,
        apparent_dir_name: str,
        update_on_fields: list | None = None,
        max_field_age: dict | None = None,
        zero_line_reference: float = 0,
        convert_wind_factor: float = 1,
        convert_speed_factor: float = 1,
        data_id: str | None = None,
        metadata_interval: float | None = None,
    ) -> None:
        super().__init__()
        self._inputs = (course_field, speed_field, heading_field, wind_dir_field, wind_speed_field)
        self._outputs = (true_dir_name, true_speed_name, apparent_dir_name)
        self._update_on = frozenset(update_on_fields or ())
        self._max_age = max_field_age or {}
        self._zero_line = zero_line_reference
        self._wind_factor = convert_wind_factor
        self._speed_factor = convert_speed_factor
        self.data_id = data_id
        self._latest: dict[str, tuple[float, Any]] = {}
        self._metadata = None
        if metadata_interval is not None:
            self._metadata = MetadataSender(metadata_interval, self._descriptions())

    def transform(self, record: Record) -> list[DASRecord]:
        try:
            records = records_of(record, self.data_id)
        except (TypeError, ValueError, KeyError):
            self.refuse(record)
            return []
        results = [self._result(part) for part in records]
        return [result for result in results if result is not None]

    def _result(self, record: DASRecord) -> DASRecord | None:
        fresh = False
        for name in self._inputs:
            if name in record.fields:
                fresh |= self._remember(name, record.timestamp, record.fields[name])
        if self._update_on and not self._update_on & record.fields.keys():
            return None
        if not fresh or not self._complete(record.timestamp):
            return None
        return self._computed(record.timestamp)

    def _remember(self, name: str, timestamp: float, value: Any) -> bool:
        if name in self._latest and self._latest[name][0] > timestamp:
            return False
        self._latest[name] = (timestamp, value)
        return True

    def _complete(self, now: float) -> bool:
        if any(name not in self._latest for name in self._inputs):
            return False
        late = [
            name for name in self._inputs if now - self._latest[name][0] > self._max_age.get(name, float("inf"))
        ]
        for name in late:
            self.tally.add(f"{name} is too old")
        return not late

    def _computed(self, timestamp: float) -> DASRecord | None:
        motion = self._motion()
        if motion is None:
            return None
        direction, speed, apparent = true_wind(motion, self._zero_line)
        fields = dict(zip(self._outputs, (direction, speed, apparent), strict=True))
        metadata = self._metadata.due(fields, timestamp) if self._metadata else {}
        return DASRecord(self.data_id, None, timestamp, fields, metadata)

    def _motion(self) -> Motion | None:
        """The five values as numbers, speeds converted, or None with a count of what is impossible."""
        try:
            numbers = [float(self._latest[name][1]) for name in self._inputs]
        except (TypeError, ValueError):
            self.tally.add("an input is not a number")
            return None
        if any(number in NO_VALUE or number != number for number in numbers):
            self.tally.add("an input says that it has no value")
            return None
        course, speed, heading, wind_dir, wind_speed = numbers
        if not all(0 <= angle <= 360 for angle in (course, heading, wind_dir)) or speed < 0 or wind_speed < 0:
            self.tally.add("an input is impossible", numbers)
            return None
        return Motion(course, speed * self._speed_factor, heading, wind_dir, wind_speed * self._wind_factor)

    def _descriptions(self) -> dict[str, dict[str, Any]]:
        words = ("True wind direction", "True wind speed", "Apparent wind direction")
        return {
            name: {"description": word, "device": "TrueWindsTransform", "device_type": "TrueWindsTransform"}
            for name, word in zip(self._outputs, words, strict=True)
        }
