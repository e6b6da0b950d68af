"""Statistics in the admin pages."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from monitoring.administration import ReadOnly, actor_of
from monitoring.statistics.models import ArchiveMonitoring, Component, Stat
from monitoring.statistics.tasks import update


@admin.register(Component)
class ComponentAdmin(admin.ModelAdmin):
    list_display = ["name", "view_status"]
    list_editable = ["view_status"]


@admin.register(ArchiveMonitoring)
class ArchiveMonitoringAdmin(admin.ModelAdmin):
    list_display = ["archive", "start_year", "end_year"]
    filter_horizontal = ["networks", "stations", "components"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What is chosen now is measured now, by a worker."""
        super().save_related(request, form, formsets, change)
        update.delay(form.instance.pk, actor_of(request).name)
        self.message_user(request, "The statistics are brought up to date.", messages.INFO)


@admin.register(Stat)
class StatAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["day", "nslc", "percent", "num_gaps", "gap_seconds", "num_overlaps", "sum_overlaps"]
    list_filter = ["archive", "nslc__station__network"]
    search_fields = ["nslc__code"]
    list_select_related = ["nslc"]
    date_hierarchy = "day"
