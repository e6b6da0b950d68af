"""Cruise definitions, what is to run of them, what the runtime is told, and what it tells."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from logging_core.loggers.fields import OrderedJSONField
from logging_core.loggers.queries import LogQuerySet
from logging_core.shared import clock
from logging_core.shared.models import Record

Plain = dict[str, Any]
CONTROL_ID = "0" * 23 + "1"  # under which the journal keeps the one control row


class CruiseDefinition(Record):
    """A definition that was found good, as text and expanded. Rows are added, never changed.

    Paths are relative to the folder of definitions, or absolute when they lie elsewhere.
    """

    file_name = models.CharField(max_length=255)
    path = models.TextField()
    base_dir = models.TextField(help_text="Nothing outside of it is read; where relative paths start")
    text = models.TextField(help_text="The main file as it was")
    expanded = OrderedJSONField()
    files = models.JSONField(default=dict, help_text="Every file that was read, with the SHA-256 of its content")
    devices = models.JSONField(default=dict, help_text="Config to a digest of the device files it parses by")
    warnings = models.JSONField(default=list)
    loaded_by = models.CharField(max_length=100)
    loaded_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["-ordinal"]
        verbose_name = "cruise definition"

    def __str__(self) -> str:
        return f"{self.file_name}, {clock.iso(self.loaded_at)}"

    @property
    def cruise_id(self) -> str:
        return str((self.expanded.get("cruise") or {}).get("id") or "")

    @property
    def folder(self) -> Path:
        return Path(settings.DEFINITIONS_DIR, self.base_dir)

    @property
    def file(self) -> Path:
        return Path(settings.DEFINITIONS_DIR, self.path)

    def config_names(self, logger: str) -> list[str]:
        """Raises KeyError for an unknown logger."""
        return self.expanded["loggers"][logger]["configs"]

    def record(self) -> Plain:
        return {
            "id": self.id,
            "file_name": self.file_name,
            "path": self.path,
            "cruise_id": self.cruise_id,
            "loggers": len(self.expanded["loggers"]),
            "files": self.files,
            "loaded_by": self.loaded_by,
            "loaded_at": clock.iso(self.loaded_at),
        }


class LoggerControl(models.Model):
    """What is wanted: a definition, a mode, a config of each logger, and how often each was told to start anew.

    One row. Every action locks it first, so that actions follow one another.
    """

    definition = models.ForeignKey(CruiseDefinition, null=True, on_delete=models.PROTECT, related_name="+")
    mode = models.TextField(blank=True)
    configs = models.JSONField(default=dict, help_text="Logger to the name of its config")
    restarts = models.JSONField(default=dict, help_text="Logger to how often a restart was asked for")
    applied_by = models.CharField(max_length=100, blank=True)
    applied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.definition} in mode {self.mode}" if self.definition else "no definition"

    def of_mode(self, mode: str) -> dict[str, str]:
        """The configs that a mode chooses; loggers it leaves out are off. Raises KeyError."""
        return self.definition.expanded["modes"][mode] if self.definition else {}

    def overridden(self) -> list[str]:
        """Loggers that run another config than that of the mode."""
        wanted = self.of_mode(self.mode)
        return [name for name, config in self.configs.items() if config != wanted.get(name)]

    def record(self) -> Plain:
        return {
            "definition": self.definition.id if self.definition else None,
            "file_name": self.definition.file_name if self.definition else None,
            "mode": self.mode,
            "configs": dict(self.configs),
            "restarts": dict(self.restarts),
        }


class Feed(Record):
    """Records of a logger sent on to others, without touching the definition."""

    name = models.CharField(max_length=100, unique=True)
    logger = models.TextField(help_text="A logger of the definition")
    only = models.CharField(
        "only lines with", max_length=500, blank=True, help_text="Regular expression; empty: all"
    )
    writer = OrderedJSONField(help_text="A writer as in a definition: class and kwargs")
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def record(self) -> Plain:
        return {
            "id": self.id,
            "name": self.name,
            "logger": self.logger,
            "only": self.only,
            "writer": self.writer,
            "enabled": self.enabled,
        }


class LoggerPlan(models.Model):
    """What the runtime is to do: one row, written with every change of what is wanted, read by its link."""

    version = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    plan = OrderedJSONField(default=dict)

    def __str__(self) -> str:
        return f"plan {self.version}"


class LoggerLog(models.Model):
    """A line that a logger, the supervisor or a command said. The runtime writes them by COPY."""

    at = models.DateTimeField()
    source = models.TextField(help_text='Name of a logger, "supervisor", or "commands"')
    level = models.SmallIntegerField(help_text="As Python counts: 10 debug to 50 critical")
    text = models.TextField()

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["source", "-id"], name="loggerlog_source"),
            models.Index(fields=["at"], name="loggerlog_at"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="loggerlog_text"),
        ]

    def __str__(self) -> str:
        return f"{clock.iso(self.at)} {self.source}: {self.text}"


class LoggerCommand(models.Model):
    """A command that a logger gave (LoggerManagerWriter). The runtime adds rows; they are carried out in order."""

    at = models.DateTimeField(default=clock.now)
    source = models.TextField(help_text="The logger that gave it")
    text = models.TextField()
    done_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(done_at=None), name="loggercommand_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.text}"
