"""Where the demonstration keeps its things, and on which ports its sensors speak.

Needs no database, so that the supervisor may use it, too.
"""

import json
from pathlib import Path

from django.conf import settings

from logging_core.demo.sensors.ports import free_udp_ports, unlink_all

Variables = dict[str, str | int]


def folder() -> Path:
    return Path(settings.DATA_DIR) / "demo"


def ports() -> Path:
    """Links by the names of the serial sensors."""
    return folder() / "ports"


def raw() -> Path:
    """The raw log files, a folder for each logger."""
    return folder() / "raw"


def unlink_ports() -> None:
    unlink_all(ports())


def udp_ports() -> dict[str, int]:
    """By sensor. Chosen once for this data folder and kept, for the definition names them."""
    file = folder() / "udp_ports.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".new")
        draft.write_text(json.dumps(dict(zip(("sounder", "rov"), free_udp_ports(2), strict=True))))
        draft.replace(file)
    return {str(name): int(port) for name, port in json.loads(file.read_text()).items()}


def variables(cruise: str) -> Variables:
    """What stands in `site.yaml` of the definition."""
    numbers = {f"{name}_udp_port": port for name, port in udp_ports().items()}
    return {"cruise": cruise, "ports": str(ports()), "raw": str(raw()), **numbers}
