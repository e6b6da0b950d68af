"""What the installation gives to components: folders, allowed plug-ins, and where values and commands go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from logging_core.loggers.parsing.records import DASRecord

Store = Callable[[list[DASRecord]], None]
Command = Callable[[str], None]


@dataclass(frozen=True)
class Site:
    """`base_dir` is where device definitions are looked up; `plugin_packages` are packages whose modules a
    definition may name. `store` takes records for the database and `command` one command for the loggers; both
    raise OSError when it should be tried again. `influxdb` holds url, org, auth_token and verify_ssl.
    """

    base_dir: Path = field(default_factory=Path.cwd)
    plugin_packages: frozenset[str] = frozenset()
    store: Store | None = None
    command: Command | None = None
    influxdb: Mapping[str, str | bool] = field(default_factory=dict)
