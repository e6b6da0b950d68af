"""What the installation gives to components: folders, allowed plug-ins, and where values and commands go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from logging_core.loggers.base.mail_server import MailServer
from logging_core.loggers.parsing.records import DASRecord

Value = tuple[int, str, str, float | str]  # microseconds since 1970, name, source, value
Recall = Callable[[list[str] | None, int, int], list[Value]]
Store = Callable[[list[DASRecord]], None]
Command = Callable[[str], None]


@dataclass(frozen=True)
class Site:
    """`base_dir` is where device definitions are looked up; `plugin_packages` are packages whose modules a
    definition may name. `store` takes records for the database and `command` one command for the loggers; both
    raise OSError when it should be tried again, and so does `recall`: it gives stored values of the named fields
    (of all for None) later than a time, in the order of time and no more than a number, but moments as a whole.
    `data_server` is the host:port that localhost:8766, the usual address of a data server, stands for.
    `influxdb` holds url, org, auth_token and verify_ssl.
    """

    base_dir: Path = field(default_factory=Path.cwd)
    plugin_packages: frozenset[str] = frozenset()
    store: Store | None = None
    command: Command | None = None
    recall: Recall | None = None
    data_server: str = ""
    mail: MailServer = field(default_factory=MailServer)
    influxdb: Mapping[str, str | bool] = field(default_factory=dict)
