"""One table for all that the archive's work tells."""

from django.db import models

LOGGERS = ("status", "monitoring", "update", "qc", "stats", "stack", "plugins")
LEVELS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "fatal"}


class LogLine(models.Model):
    """What was told, by which part, about which request or source."""

    at = models.DateTimeField(db_index=True)
    logger = models.CharField(max_length=12, choices=[(name, name) for name in LOGGERS])
    level = models.PositiveSmallIntegerField(choices=list(LEVELS.items()))
    message = models.TextField()
    trace = models.TextField(blank=True)
    request = models.BigIntegerField(null=True, blank=True, help_text="Id of the request")
    source = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "log line"
        indexes = [models.Index(fields=["logger", "-id"]), models.Index(fields=["level", "-id"])]

    def __str__(self) -> str:
        return f"{self.logger}: {self.message[:80]}"
