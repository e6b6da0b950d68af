"""Every table of the app, gathered from its rooms."""

from logging_core.accounts.models import PasswordReset, User
from logging_core.automation.asnap.models import AsnapService
from logging_core.automation.aux_rules.models import AuxOrigin, AuxRule, AuxTask
from logging_core.automation.checklists.models import Checklist, ChecklistTemplate, Tick
from logging_core.automation.following.models import Follower
from logging_core.automation.models import CustomVariable
from logging_core.automation.notifications.models import Notification, NotificationTarget
from logging_core.automation.rules.models import Rule, RuleFiring
from logging_core.automation.sync.models import SyncConflict, SyncHeld, SyncInstance, SyncPeer, SyncStamp
from logging_core.automation.triggers.models import Trigger, TriggerState
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
from logging_core.shared.jobs.models import Job, JobLine
from logging_core.shared.models import Change, FeedHead
from logging_core.streams.models import RollUp, RollUpDue, Sample, SpoolPosition, Stream, StreamLatest
from logging_core.voyages.models import Cruise, Lowering, Upload

__all__ = [
    "AsnapService",
    "AuxData",
    "AuxOrigin",
    "AuxRule",
    "AuxTask",
    "Change",
    "Checklist",
    "ChecklistTemplate",
    "Comment",
    "Cruise",
    "CruiseDefinition",
    "CustomVariable",
    "Event",
    "EventTemplate",
    "Feed",
    "FeedHead",
    "Follower",
    "Job",
    "JobLine",
    "LoggerCommand",
    "LoggerControl",
    "LoggerLog",
    "LoggerPlan",
    "Lowering",
    "Notification",
    "NotificationTarget",
    "PasswordReset",
    "RollUp",
    "RollUpDue",
    "Rule",
    "RuleFiring",
    "Sample",
    "SpoolPosition",
    "Stream",
    "StreamLatest",
    "SyncConflict",
    "SyncHeld",
    "SyncInstance",
    "SyncPeer",
    "SyncStamp",
    "Tick",
    "Trigger",
    "TriggerState",
    "Upload",
    "User",
]
