"""The journal in the admin pages: to be read and searched, never to be changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from logging_core.shared.models import Change


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    list_display = ["seq", "at", "actor", "via", "verb", "kind", "record_id", "reason"]
    list_filter = ["kind", "verb", "via"]
    search_fields = ["=record_id", "=actor"]
    ordering = ["-seq"]
    list_per_page = 50
    show_full_result_count = False  # counting a million rows would make every page wait

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
