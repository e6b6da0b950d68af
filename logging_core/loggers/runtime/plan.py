"""What shall run: the plan, as it stands in the row of `logging_core_loggerplan` and on the disk of the host."""

import json
import os
from pathlib import Path
from typing import Any, NotRequired, TypedDict


class Feed(TypedDict):
    """What a logger reads, given to somebody else without touching the definition.

    `only` is a regular expression that a raw record must contain; empty means all. `writer` is a component as in
    a definition: `{"class": "UDPWriter", "kwargs": {"port": 6224}}`.
    """

    name: str
    only: str
    writer: dict[str, Any]


class PlannedLogger(TypedDict):
    """`config` is one expanded config; null, or one without readers and writers, means: not running.

    A change of the config or of `restart` starts the logger anew; a change of `feeds` or `config_name` does not.
    """

    config_name: str | None
    config: dict[str, Any] | None
    feeds: list[Feed]
    restart: NotRequired[int]


class Plan(TypedDict):
    """`base_dir` is the absolute folder of device definitions; a higher `version` replaces the plan."""

    version: int
    cruise_id: str
    mode: str | None
    base_dir: str
    loggers: dict[str, PlannedLogger]


NOTHING: Plan = {"version": 0, "cruise_id": "", "mode": None, "base_dir": "/", "loggers": {}}


def runs(planned: PlannedLogger) -> bool:
    """Whether there is anything to run."""
    config = planned.get("config")
    return isinstance(config, dict) and bool(config.get("readers") or config.get("writers"))


def kept(path: Path) -> Plan:
    """The plan that was kept last; NOTHING when there is none that can be read."""
    try:
        return checked(json.loads(path.read_text()))
    except (OSError, ValueError):
        return NOTHING


def keep(path: Path, plan: Plan) -> None:
    """So that a power cut leaves the old plan or the new one. Raises OSError."""
    draft = path.with_suffix(".new")
    with draft.open("w") as file:
        json.dump(plan, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def checked(plan: Any) -> Plan:
    """The plan if it has the shape of one. Raises ValueError."""
    if not isinstance(plan, dict) or not isinstance(plan.get("version"), int):
        raise ValueError("a plan is a mapping with a version")
    if not isinstance(plan.get("loggers"), dict) or not all(isinstance(x, dict) for x in plan["loggers"].values()):
        raise ValueError("the loggers of a plan are a mapping of mappings")
    return {**NOTHING, **plan}
