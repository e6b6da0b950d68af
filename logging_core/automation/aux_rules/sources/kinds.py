"""The kinds of sources by name. A module is loaded when a rule of its kind is at work.

Clients of databases and hosts would make every process larger.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

from logging_core.automation.aux_rules.models import Kind

FOLDER = "logging_core.automation.aux_rules.sources"
NAMES = {Kind.STREAMS: "streams", Kind.INFLUXDB: "influxdb", Kind.FRAMES: "frames", Kind.POSTED: "posted"}
# What asks our own database is done apart from what waits for others.
NEAR = (str(Kind.STREAMS),)
FAR = (str(Kind.INFLUXDB), str(Kind.FRAMES))
LANES = {"near": NEAR, "far": FAR}


@cache
def named(kind: str) -> ModuleType:
    """With `checked(config)` and `gather(rule, ts)`."""
    return import_module(f"{FOLDER}.{NAMES[Kind(kind)]}")
