"""The stack in the admin pages: looked at, and requests set by hand."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from monitoring.administration import ReadOnly, actor_of
from monitoring.completion.stack import actions
from monitoring.completion.stack.models import Gap, Request, RequestHistory, RequestSource
from monitoring.completion.stack.states import State


class GapInline(ReadOnly, admin.TabularInline):
    model = Gap
    extra = 0


class SourceInline(ReadOnly, admin.TabularInline):
    model = RequestSource
    extra = 0


@admin.register(Request)
class RequestAdmin(admin.ModelAdmin):
    list_display = ["id", "label", "span_text", "state", "reason", "tries", "failures", "not_before", "worker"]
    list_filter = ["state", "reason", "archive"]
    search_fields = ["gaps__nslc__code", "message"]
    list_per_page = 50
    inlines = [GapInline, SourceInline]
    actions = ["take_up", "hold", "cancel"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Request]:
        return super().get_queryset(request).prefetch_related("gaps__nslc")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its state changes by the three actions; the row itself is not edited. The list needs the right."""
        return obj is None and super().has_change_permission(request)

    def delete_model(self, request: HttpRequest, obj: Request) -> None:
        actions.delete(actor=actor_of(request), by=request.user, pks=[obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Request]) -> None:
        actions.delete(actor=actor_of(request), by=request.user, pks=queryset.values_list("pk", flat=True))

    @admin.action(description="Take up again (new)")
    def take_up(self, request: HttpRequest, queryset: QuerySet[Request]) -> None:
        self._set(request, queryset, State.NEW)

    @admin.action(description="Put on hold")
    def hold(self, request: HttpRequest, queryset: QuerySet[Request]) -> None:
        self._set(request, queryset, State.ON_HOLD)

    @admin.action(description="Cancel")
    def cancel(self, request: HttpRequest, queryset: QuerySet[Request]) -> None:
        self._set(request, queryset, State.CANCELLED)

    def _set(self, request: HttpRequest, queryset: QuerySet[Request], to: State) -> None:
        pks = list(queryset.values_list("pk", flat=True))
        count = actions.set_state(actor=actor_of(request), by=request.user, pks=pks, to=to)
        self.message_user(request, f"{count} of {len(pks)} requests are {to} now")


@admin.register(RequestHistory)
class RequestHistoryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "at",
        "number",
        "state_from",
        "state_to",
        "source",
        "outcome",
        "reason",
        "bytes",
        "seconds",
        "message",
    ]
    list_filter = ["state_to", "outcome", "reason", "source"]
    search_fields = ["=number"]
    ordering = ["-id"]
