"""The loggers in the admin pages: to be read and searched. They are changed on their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from logging_core.loggers.models import CruiseDefinition, Feed, LoggerCommand, LoggerLog


class ToBeRead(admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False  # counting millions of log lines would make every page wait

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CruiseDefinition)
class CruiseDefinitionAdmin(ToBeRead):
    list_display = ["file_name", "cruise_id", "loaded_at", "loaded_by", "path"]
    search_fields = ["file_name", "loaded_by"]


@admin.register(Feed)
class FeedAdmin(ToBeRead):
    list_display = ["name", "logger", "only", "enabled"]
    list_filter = ["enabled"]
    search_fields = ["name", "logger"]


@admin.register(LoggerLog)
class LoggerLogAdmin(ToBeRead):
    list_display = ["at", "source", "level", "text"]
    list_filter = ["level"]
    search_fields = ["=source", "text"]


@admin.register(LoggerCommand)
class LoggerCommandAdmin(ToBeRead):
    list_display = ["at", "source", "text", "done_at", "answer"]
    search_fields = ["=source", "text"]
