"""Configuration and automatic update in the admin pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from monitoring.administration import ReadOnly, actor_of
from monitoring.completion import actions
from monitoring.completion.forms import ConfigurationForm
from monitoring.completion.models import AutomaticUpdate, Configuration

LISTS = ("networks", "stations", "sources")


@admin.register(Configuration)
class ConfigurationAdmin(admin.ModelAdmin):
    form = ConfigurationForm
    filter_horizontal = LISTS
    fieldsets = [
        ("Setup", {"fields": ["name", "archive", "networks", "stations", "sources"]}),
        ("Output options", {"fields": ["blocksize", "compression_format", "quality_label"]}),
        (
            "Update setting",
            {
                "fields": [
                    "request_lifespan_type",
                    "request_lifespan",
                    "n_request",
                    "max_gaps_by_analysis",
                    "join_closer_than",
                ]
            },
        ),
        (
            "Window of analysis",
            {"fields": ["granularity_type", "f_analysis", "w_analysis", "l_analysis", "crontime", "catch_up"]},
        ),
        ("Info", {"fields": ["initialisation", "debug_mode"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return super().has_add_permission(request) and not Configuration.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Configuration, form: Any, change: bool) -> None:
        """With its lists, so that stations are checked against the networks chosen beside them."""
        told = {name: value for name, value in form.cleaned_data.items() if name not in LISTS}
        lists = {name: list(form.cleaned_data[name]) for name in LISTS}
        made = actions.configure(actor=actor_of(request), by=request.user, told=told, **lists)
        obj.pk, obj._state.adding = made.pk, False


@admin.register(AutomaticUpdate)
class AutomaticUpdateAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "next_run", "owner", "started_at", "ended_at", "ok"]
