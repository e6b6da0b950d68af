"""Every table of the app, gathered from its rooms."""

from monitoring.completion.models import AutomaticUpdate, Configuration
from monitoring.completion.sources.models import (
    LocalFile,
    Source,
    SourceAvailability,
    SourceAvailabilityStat,
    SourceInventory,
    SourceOnlineStat,
)
from monitoring.completion.stack.models import Gap, Request, RequestHistory, RequestSource
from monitoring.inventory.models import (
    NSLC,
    Channel,
    Epoch,
    Location,
    MetadataFile,
    Network,
    Station,
    StationEpoch,
)
from monitoring.logs.models import LogLine
from monitoring.statistics.models import ArchiveMonitoring, Component, Stat

__all__ = [
    "NSLC",
    "ArchiveMonitoring",
    "AutomaticUpdate",
    "Channel",
    "Component",
    "Configuration",
    "Epoch",
    "Gap",
    "LocalFile",
    "Location",
    "LogLine",
    "MetadataFile",
    "Network",
    "Request",
    "RequestHistory",
    "RequestSource",
    "Source",
    "SourceAvailability",
    "SourceAvailabilityStat",
    "SourceInventory",
    "SourceOnlineStat",
    "Stat",
    "Station",
    "StationEpoch",
]
