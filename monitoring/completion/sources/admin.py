"""Sources in the admin pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from monitoring.administration import ReadOnly, actor_of
from monitoring.completion.sources import actions, kinds
from monitoring.completion.sources.forms import SourceForm, template
from monitoring.completion.sources.models import Source, SourceAvailability, SourceOnlineStat

HEALTH = ("is_online", "last_checked", "last_ok", "last_error", "consecutive_failures", "paused_until")


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    save_as = True
    list_display = ["name", "priority", "kind", "is_online", "last_ok", "consecutive_failures", "paused_until"]
    list_filter = ["kind", "is_online"]
    search_fields = ["name"]
    filter_horizontal = ["nslc"]
    readonly_fields = HEALTH
    actions = ["test"]
    fieldsets = [
        (None, {"fields": ["name", "priority", "kind", "parameters", "nslc"]}),
        ("Limits", {"fields": ["limit_rate", "connections", "cpu_limit"]}),
        ("How it is asked", {"fields": ["availability", "log_level"]}),
        ("Health", {"fields": HEALTH}),
    ]

    def get_form(
        self, request: HttpRequest, obj: Source | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "parameters" in form.base_fields:
            words = [f"{name}: {template(name)}" for name in kinds.names()]
            form.base_fields["parameters"].help_text = " | ".join(words)
        return form

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        told = {name: value for name, value in form.cleaned_data.items() if name != "nslc"}
        known = Source.objects.get(pk=obj.pk) if change else None
        streams = list(form.cleaned_data["nslc"])
        by: Any = request.user
        made = actions.store(actor=actor_of(request), by=by, source=known, told=told, streams=streams)
        obj.pk, obj._state.adding = made.pk, False

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        actions.delete(actor=actor_of(request), by=request.user, source=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        for source in queryset:
            self.delete_model(request, source)

    @admin.action(description="Test: does it answer now?")
    def test(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        for source in queryset:
            ok = actions.test(by=request.user, source=source)
            self.message_user(request, f"{source}: {'answers' if ok else source.last_error}")


@admin.register(SourceAvailability)
class SourceAvailabilityAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["source", "nslc", "start_ns", "end_ns"]
    list_filter = ["source"]
    search_fields = ["nslc__code"]
    list_select_related = ["source", "nslc"]


@admin.register(SourceOnlineStat)
class SourceOnlineStatAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["day", "source", "daily_failure"]
    list_filter = ["source"]
