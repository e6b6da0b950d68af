"""Networks, stations and streams in the admin pages."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from monitoring.administration import ReadOnly, actor_of
from monitoring.inventory import actions
from monitoring.inventory.forms import EpochForm, StationEpochForm
from monitoring.inventory.models import (
    NSLC,
    Channel,
    Epoch,
    Location,
    MetadataFile,
    Network,
    Station,
    StationEpoch,
)


@admin.register(Location, Channel)
class CodeAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(Network)
class NetworkAdmin(admin.ModelAdmin):
    list_display = ["name", "description"]
    search_fields = ["name", "description"]


class StationEpochInline(admin.TabularInline):
    model = StationEpoch
    form = StationEpochForm
    extra = 0


@admin.register(Station)
class StationAdmin(admin.ModelAdmin):
    list_display = ["name", "network", "multiplexing"]
    list_filter = ["network", "multiplexing"]
    search_fields = ["name", "network__name"]
    list_select_related = ["network"]
    inlines = [StationEpochInline]
    actions = ["multiplexed", "not_multiplexed"]

    @admin.action(description="Channels are asked for together (multiplexed)")
    def multiplexed(self, request: HttpRequest, queryset: QuerySet[Station]) -> None:
        actions.set_multiplexing(actor=actor_of(request), by=request.user, stations=queryset, on=True)

    @admin.action(description="Each channel is asked for alone")
    def not_multiplexed(self, request: HttpRequest, queryset: QuerySet[Station]) -> None:
        actions.set_multiplexing(actor=actor_of(request), by=request.user, stations=queryset, on=False)


class EpochInline(admin.StackedInline):
    model = Epoch
    form = EpochForm
    extra = 0
    fieldsets = [
        (None, {"fields": [("start_ns", "end_ns")]}),
        ("Place", {"fields": [("latitude", "longitude"), ("elevation", "depth")]}),
        ("Instrument", {"fields": [("azimuth", "dip", "sample_rate"), "sensor"]}),
    ]


@admin.register(NSLC)
class NslcAdmin(admin.ModelAdmin):
    list_display = ["code", "source_id"]
    list_filter = ["station__network", "location"]
    search_fields = ["code"]
    list_select_related = ["station__network", "location", "channel"]
    autocomplete_fields = ["station", "location", "channel"]
    inlines = [EpochInline]


@admin.register(MetadataFile)
class MetadataFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "size", "imported_at", "imported_by", "checksum"]
    search_fields = ["name", "checksum"]
