"""Every table of the app, gathered from its rooms."""

from logging_core.accounts.models import PasswordReset, User
from logging_core.automation.models import CustomVariable
from logging_core.event_templates.models import EventTemplate
from logging_core.events.models import AuxData, Comment, Event
from logging_core.shared.models import Change, FeedHead
from logging_core.voyages.models import Cruise, Lowering, Upload

__all__ = [
    "AuxData",
    "Change",
    "Comment",
    "Cruise",
    "CustomVariable",
    "Event",
    "EventTemplate",
    "FeedHead",
    "Lowering",
    "PasswordReset",
    "Upload",
    "User",
]
