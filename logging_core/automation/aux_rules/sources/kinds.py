"""The kinds of sources by name."""

from types import ModuleType

from logging_core.automation.aux_rules.models import Kind
from logging_core.automation.aux_rules.sources import frames, influxdb, posted, streams

MODULES: dict[str, ModuleType] = {
    Kind.STREAMS: streams,
    Kind.INFLUXDB: influxdb,
    Kind.FRAMES: frames,
    Kind.POSTED: posted,
}
# What asks our own database is done apart from what waits for others.
NEAR = (str(Kind.STREAMS),)
FAR = (str(Kind.INFLUXDB), str(Kind.FRAMES))
LANES = {"near": NEAR, "far": FAR}
