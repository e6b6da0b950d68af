"""Which registers of which Modbus device to read."""

from dataclasses import dataclass
from typing import Any

import yaml

READING = {
    "holding_registers": "read_holding_registers",
    "input_registers": "read_input_registers",
    "coils": "read_coils",
    "discrete_inputs": "read_discrete_inputs",
}


@dataclass(frozen=True)
class Poll:
    """One device, one kind of register, ranges as (first, count)."""

    slave: int
    function: str
    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, registers: Any, slave: int = 1, function: str = "holding_registers") -> "Poll":
        """From `0:5,10` (both ends included) or a list of (first, count). Raises ValueError."""
        if function not in READING:
            raise ValueError(f"function: expected one of {', '.join(READING)}, found {function!r}")
        parts = str(registers).split(",") if isinstance(registers, str | int) else registers
        return cls(slave, function, tuple(_range(part) for part in parts))


def polls_of(text: str) -> list[Poll]:
    """The `polls` of a scan file. Raises ValueError."""
    try:
        polls = yaml.safe_load(text)["polls"]
        return [
            Poll.of(p["registers"], int(p.get("slave", 1)), p.get("function", "holding_registers")) for p in polls
        ]
    except (yaml.YAMLError, KeyError, TypeError) as problem:
        raise ValueError(f"scan file: {problem}") from problem


def _range(part: Any) -> tuple[int, int]:
    try:
        if isinstance(part, str):
            first, _, last = part.partition(":")
            return int(first), int(last or first) - int(first) + 1
        first, count = part
        return int(first), int(count)
    except (TypeError, ValueError):
        raise ValueError(f"registers: expected ranges such as 0:5,10, found {part!r}") from None
