"""What runs: the status, published once a second as JSON.

It stands in Valkey under KEY, which ends by itself after LASTS seconds without news, and goes to everybody who
subscribed to the channel of the same name. Times are ISO 8601, UTC. Counts begin anew with each process of a
logger; those of one that ended are kept.
"""

from typing import TypedDict

KEY = "sealog:loggers:status"
LASTS = 10
VALUES = "sealog:values"
"""Channel of stored values: JSON lists of {"data_id", "timestamp" (Unix seconds), "fields", "metadata"?}."""

OFF = "off"  # nothing to run, or a file that was read to its end
STARTING = "starting"
RUNNING = "running"
DEGRADED = "degraded"  # an input or output is being retried
STALLED = "stalled"  # alive, but no record for a set time
BACKOFF = "backoff"  # it ended by itself; the next try is at `next_try_at`
FAILED = "failed"  # the config cannot be built; tried again now and then, for a file it names may be missing
STOPPING = "stopping"
STATES = (OFF, STARTING, RUNNING, DEGRADED, STALLED, BACKOFF, FAILED, STOPPING)

Part = TypedDict(
    "Part",
    {
        "path": str,
        "class": str,
        "count": int,
        "rate": float,
        "waiting": int | None,
        "trouble": str | None,
        "tally": dict[str, int],
        "samples": dict[str, str],
    },
)
"""One reader, transform, writer or feed.

`path` is its place in the config (`readers.0`, `transforms.1`, `writers.0.writers.1`, `readers.0.mirror_to`) or
`feeds.NAME`. `count` is the records it gave (readers, transforms) or took (writers), `rate` records/s over the
last ten seconds, `waiting` how many stand in its queue if it has one. `trouble` says what is being retried;
`tally` counts what was not kept, by cause, and `samples` has the last of each.
"""


class Figures(TypedDict):
    """What the process of a logger knows of itself. `last_lines` are up to 20 raw records, the newest last;
    `alarm` is text when a disk it writes to is nearly full.
    """

    last_record_at: str | None
    records: int
    rate: float
    last_lines: list[str]
    alarm: str | None
    memory_kb: int
    cpu_percent: float
    parts: list[Part]


class LoggerStatus(Figures):
    """`config` is the name of the config, `since` when the state began, `restarts` how often it came back by
    itself, `last_error` how it last ended or could not be built.
    """

    config: str | None
    state: str
    pid: int | None
    since: str
    restarts: int
    next_try_at: str | None
    last_error: str | None


class SpoolStatus(TypedDict):
    """What waits on disk for the database, and what was stored since the link started."""

    records_waiting: int
    bytes: int
    oldest_at: str | None
    stored: int
    store_rate: float
    refused: dict[str, int]


class SupervisorStatus(TypedDict):
    """`database` is "ok" or what is wrong; `alarm` is text when the disk of the data folder is nearly full."""

    pid: int
    started_at: str
    plan_version: int
    database: str
    alarm: str | None
    memory_kb: int
    spool: SpoolStatus


class Status(TypedDict):
    at: str
    supervisor: SupervisorStatus
    loggers: dict[str, LoggerStatus]
