"""The log in the admin pages: coloured by level, newest first, with its traces."""

from django.contrib import admin
from django.utils.html import format_html

from monitoring.administration import ReadOnly
from monitoring.logs.models import LEVELS, LogLine


@admin.register(LogLine)
class LogLineAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "logger", "coloured_level", "message", "request", "source"]
    list_filter = ["logger", "level"]
    search_fields = ["message", "=request", "=source"]

    @admin.display(description="level", ordering="level")
    def coloured_level(self, line: LogLine) -> str:
        name = LEVELS.get(line.level, str(line.level))
        return format_html('<span class="log-{}">{}</span>', name, name)
