"""The admin pages of every room."""

from monitoring.completion import admin as completion
from monitoring.completion.sources import admin as sources
from monitoring.completion.stack import admin as stack
from monitoring.inventory import admin as inventory
from monitoring.logs import admin as logs
from monitoring.statistics import admin as statistics

__all__ = ["completion", "inventory", "logs", "sources", "stack", "statistics"]
