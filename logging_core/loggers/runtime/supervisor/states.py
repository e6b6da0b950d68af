"""How a logger whose process runs is doing."""

import time
from datetime import datetime
from typing import Any

from logging_core.loggers.runtime.plan import PlannedLogger
from logging_core.loggers.runtime.status import DEGRADED, RUNNING, STALLED, Figures

SPEAKS_WHEN_SILENT = "TimeoutReader"


def state_of_running(figures: Figures, age: float, planned: PlannedLogger, stalled_after: float) -> str:
    """`age` is how long its process has run, in seconds."""
    last = figures["last_record_at"]
    silent = min(age, time.time() - datetime.fromisoformat(last).timestamp()) if last else age
    if silent > _patience(planned.get("config") or {}, stalled_after):
        return STALLED
    troubled = any(part["trouble"] for part in figures["parts"] if not part["path"].startswith("feeds."))
    return DEGRADED if troubled else RUNNING


def _patience(config: dict[str, Any], stalled_after: float) -> float:
    """Three intervals for a logger that reads now and then; for ever for one that speaks when others do not."""
    readers = config.get("readers") or []
    readers = readers if isinstance(readers, list) else [readers]
    if all(isinstance(reader, dict) and reader.get("class") == SPEAKS_WHEN_SILENT for reader in readers):
        return float("inf")
    return max(stalled_after, 3 * float(config.get("interval") or 0))
