"""InterpolationTransform: values at regular times, from samples around them."""

import bisect
import math
from dataclasses import dataclass, field
from typing import Any

from logging_core.loggers.base.component import Record, Transform
from logging_core.loggers.parsing.records import DASRecord, records_of
from logging_core.loggers.transforms.averaging import ALGORITHMS, Sample

DEFAULT_WINDOW = 10.0
MOST_STEPS = 10_000  # after a gap in the data, which would otherwise be filled step by step


@dataclass
class Output:
    """One field of the result: from which field, how, and over how many seconds."""

    name: str
    source: str
    algorithm: str
    window: float
    samples: list[Sample] = field(default_factory=list)

    def add(self, timestamp: float, value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return False
        bisect.insort(self.samples, (timestamp, value))
        return True

    def value_at(self, moment: float) -> float | None:
        return ALGORITHMS[self.algorithm](self.samples, moment, self.window)

    def forget_before(self, moment: float) -> None:
        del self.samples[: bisect.bisect_left(self.samples, (moment, -math.inf))]


class InterpolationTransform(Transform):
    """A list of `{timestamp, fields, data_id}`, possibly empty: one for every `interval` seconds of data time.

    A time is given out once data later than half a `window` after it have come. `field_spec` is a mapping
    `out: {source, algorithm: {type, window}}` or a list of `{sources, algorithm, window, result_prefix}`; they
    are boxcar_average, polar_average and nearest. `metadata_interval` is accepted.
    """

    def __init__(
        self,
        field_spec: dict | list,
        interval: float,
        window: float,
        data_id: str | None = None,
        metadata_interval: float | None = None,
    ) -> None:
        super().__init__()
        if interval <= 0:
            raise ValueError("interval: expected seconds greater than 0")
        self._outputs = _outputs(field_spec)
        self._by_source: dict[str, list[Output]] = {}
        for output in self._outputs:
            self._by_source.setdefault(output.source, []).append(output)
        self.interval = interval
        self.window = window
        self.data_id = data_id
        self._next: float | None = None
        self._newest = -math.inf

    def transform(self, record: Record) -> list[dict[str, Any]]:
        try:
            records = records_of(record, self.data_id)
        except (TypeError, ValueError, KeyError):
            self.refuse(record)
            return []
        for part in records:
            self._add(part)
        return self._due()

    def _add(self, record: DASRecord) -> None:
        for name, value in record.fields.items():
            for output in self._by_source.get(name, ()):
                if not output.add(record.timestamp, value):
                    self.tally.add(f"{name} is not a number", value)
                    continue
                self._newest = max(self._newest, record.timestamp)
                if self._next is None:
                    self._next = record.timestamp

    def _due(self) -> list[dict[str, Any]]:
        results = []
        while self._next is not None and self._newest > self._next + self.window / 2:
            fields = {output.name: output.value_at(self._next) for output in self._outputs}
            known = {name: value for name, value in fields.items() if value is not None}
            if known:
                results.append(self._result(self._next, known))
            self._next += self.interval
            self._forget()
        return results

    def _result(self, moment: float, fields: dict[str, Any]) -> dict[str, Any]:
        named = {"data_id": self.data_id} if self.data_id else {}
        return {"timestamp": moment, "fields": fields, **named}

    def _forget(self) -> None:
        """Drops what no later time can use, and skips times of a gap."""
        assert self._next is not None  # noqa: S101 - for the type checker
        for output in self._outputs:
            output.forget_before(self._next - output.window / 2)
        firsts = [output.samples[0][0] for output in self._outputs if output.samples]
        if firsts and min(firsts) - self._next > MOST_STEPS * self.interval:
            self._next += math.floor((min(firsts) - self._next) / self.interval) * self.interval


def _outputs(spec: dict | list) -> list[Output]:
    """Raises ValueError."""
    try:
        if isinstance(spec, dict):
            pairs = [(name, how["source"], how["algorithm"]) for name, how in spec.items()]
            return [_output(name, source, how["type"], how.get("window")) for name, source, how in pairs]
        return [
            _output(f"{part.get('result_prefix', '')}{source}", source, part["algorithm"], part.get("window"))
            for part in spec
            for source in part["sources"]
        ]
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"field_spec: {problem} is missing or of a wrong form") from None


def _output(name: str, source: str, algorithm: str, window: float | None) -> Output:
    if algorithm not in ALGORITHMS:
        raise ValueError(f'field_spec: algorithm "{algorithm}" of {name} is not one of {", ".join(ALGORITHMS)}')
    return Output(str(name), str(source), algorithm, DEFAULT_WINDOW if window is None else float(window))
