"""Where the demonstration keeps its things, and on which ports its sensors speak.

Needs no database, so that the supervisor may use it, too.
"""

import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from logging_core.demo.sensors.ports import LOOPBACK, free_tcp_port, free_udp_ports, unlink_all

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
    return _kept("udp_ports.json", lambda: dict(zip(("sounder", "rov"), free_udp_ports(2), strict=True)))


def camera_port() -> int:
    """Of the cameras' web server. Chosen once and kept, for a rule names it."""
    return _kept("camera_port.json", lambda: {"cameras": free_tcp_port()})["cameras"]


def camera_address() -> str:
    return f"http://{LOOPBACK}:{camera_port()}"


def _kept(name: str, choose: Callable[[], dict[str, int]]) -> dict[str, int]:
    file = folder() / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".new")
        draft.write_text(json.dumps(choose()))
        draft.replace(file)
    return {str(key): int(port) for key, port in json.loads(file.read_text()).items()}


def variables(cruise: str) -> Variables:
    """What stands in `site.yaml` of the definition."""
    numbers = {f"{name}_udp_port": port for name, port in udp_ports().items()}
    return {"cruise": cruise, "ports": str(ports()), "raw": str(raw()), **numbers}
