"""What the runtime must know of the installation, from the environment (see docs/settings.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from logging_core.loggers.runtime.places import Places

SERVICES = ("SEALOG_MAIL_", "SEALOG_INFLUXDB_", "SEALOG_DATA_SERVER")


@dataclass(frozen=True)
class RuntimeSettings:
    """`stalled_after` is in seconds. `services` are the settings of mail server, InfluxDB and data server by their
    names, for the loggers that need them. What may hold secrets is kept out of the text form.
    """

    places: Places
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    stalled_after: float = 60.0
    plugin_packages: frozenset[str] = frozenset()
    services: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "RuntimeSettings":
        """Raises KeyError for what is missing and ValueError for what cannot be meant."""
        return cls(
            Places(Path(environment["SEALOG_DATA_DIR"]) / "loggers"),
            environment["DATABASE_URL"],
            environment["REDIS_URL"],
            _seconds(environment, "SEALOG_LOGGER_STALLED_AFTER", 60),
            frozenset(environment.get("SEALOG_LOGGER_PLUGINS", "").replace(",", " ").split()),
            {name: value for name, value in environment.items() if name.startswith(SERVICES)},
        )


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", text) or float(text) <= 0:
        raise ValueError(f"{name} must be a number of seconds greater than 0, not {text!r}")
    return float(text)
