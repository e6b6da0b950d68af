"""The plan: what the runtime is to run, made of what is wanted. The runtime reads it from one row."""

from django.conf import settings

from logging_core.loggers.models import CruiseDefinition, Feed, LoggerControl, LoggerPlan, Plain
from logging_core.shared import clock


def write_plan(control: LoggerControl) -> None:
    """In the transaction of the change. Every plan has a higher version than those before."""
    row = LoggerPlan.objects.select_for_update().get(pk=1)
    row.version += 1
    row.at = clock.now()
    row.plan = plan_of(control, list(Feed.objects.filter(enabled=True)), row.version)
    row.save()


def plan_of(control: LoggerControl, feeds: list[Feed], version: int) -> Plain:
    definition = control.definition
    return {
        "version": version,
        "cruise_id": definition.cruise_id if definition else "",
        "mode": control.mode,
        "base_dir": str(definition.folder if definition else settings.DEFINITIONS_DIR),
        "loggers": _loggers(definition, control, feeds) if definition else {},
    }


def _loggers(definition: CruiseDefinition, control: LoggerControl, feeds: list[Feed]) -> Plain:
    configs = definition.expanded["configs"]
    return {
        name: {
            "config_name": control.configs.get(name),
            "config": configs.get(control.configs.get(name)),
            "restart": control.restarts.get(name, 0),
            "feeds": [_feed(feed) for feed in feeds if feed.logger == name],
        }
        for name in definition.expanded["loggers"]
    }


def _feed(feed: Feed) -> Plain:
    return {"name": feed.name, "only": feed.only, "writer": feed.writer}
