"""Every table of the app, gathered from its rooms."""

from logging_core.accounts.models import PasswordReset, User
from logging_core.automation.models import CustomVariable
from logging_core.event_templates.models import EventTemplate
from logging_core.events.models import AuxData, Comment, Event
from logging_core.loggers.models import (
    CruiseDefinition,
    Feed,
    LoggerCommand,
    LoggerControl,
    LoggerLog,
    LoggerPlan,
)
from logging_core.shared.models import Change, FeedHead
from logging_core.streams.models import Sample, SpoolPosition, Stream, StreamLatest
from logging_core.voyages.models import Cruise, Lowering, Upload

__all__ = [
    "AuxData",
    "Change",
    "Comment",
    "Cruise",
    "CruiseDefinition",
    "CustomVariable",
    "Event",
    "EventTemplate",
    "Feed",
    "FeedHead",
    "LoggerCommand",
    "LoggerControl",
    "LoggerLog",
    "LoggerPlan",
    "Lowering",
    "PasswordReset",
    "Sample",
    "SpoolPosition",
    "Stream",
    "StreamLatest",
    "Upload",
    "User",
]
