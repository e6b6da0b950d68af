"""Archives in the admin pages. What scans and merges write is to be read and searched, never to be changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from qualitycontrol.archive import actions, instants, roots
from qualitycontrol.archive.models import Archive, DataFile, Provenance, Scan, Segment


def actor_of(request: HttpRequest) -> Actor:
    return Actor(request.user.get_username(), getattr(request.user, "id", ""), via="admin")


class ArchiveForm(forms.ModelForm):
    class Meta:
        model = Archive
        fields = ["name", "root", "layout", "format"]

    def clean_root(self) -> str:
        try:
            return str(roots.confined(self.cleaned_data["root"]))
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None


@admin.register(Archive)
class ArchiveAdmin(admin.ModelAdmin):
    form = ArchiveForm
    list_display = ["name", "root", "layout", "last_scan"]
    search_fields = ["name", "root"]
    actions = ["scan"]

    def save_model(self, request: HttpRequest, obj: Archive, form: Any, change: bool) -> None:
        """Through the same action as everywhere, so that the journal holds who changed what."""
        saved = actions.save_archive(
            actor=actor_of(request),
            by=request.user,
            name=obj.name,
            root=obj.root,
            layout=obj.layout,
            known=Archive.objects.get(pk=obj.pk) if change else None,
        )
        obj.pk, obj.id = saved.pk, saved.id

    @admin.action(description="Scan what is new or changed")
    def scan(self, request: HttpRequest, queryset: QuerySet[Archive]) -> None:
        actor = actor_of(request)
        for archive in queryset:
            scan = actions.rescan(actor=actor, by=request.user, archive=archive)
            self.message_user(request, f"{archive}: {scan.state}, {scan.read} files read. {scan.cause}")


class ReadOnlyAdmin(admin.ModelAdmin):
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Scan)
class ScanAdmin(ReadOnlyAdmin):
    list_display = ["archive", "started_at", "finished_at", "state", "files", "read", "gone", "unread"]
    list_filter = ["archive", "state"]


@admin.register(DataFile)
class DataFileAdmin(ReadOnlyAdmin):
    list_display = ["path", "archive", "nslc", "day", "state", "records", "skipped_bytes", "problem"]
    list_filter = ["archive", "state"]
    search_fields = ["path", "nslc"]


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    list_display = ["nslc", "start", "end", "rate_hz", "samples", "quality", "file"]
    list_filter = ["archive", "quality"]
    search_fields = ["=nslc"]
    list_select_related = ["file"]

    @admin.display(ordering="start_ns")
    def start(self, segment: Segment) -> str:
        return instants.text(segment.start_ns)

    @admin.display(ordering="end_ns")
    def end(self, segment: Segment) -> str:
        return instants.text(segment.end_ns)


@admin.register(Provenance)
class ProvenanceAdmin(ReadOnlyAdmin):
    list_display = ["at", "archive", "path", "state", "samples", "source", "request", "actor"]
    list_filter = ["archive", "state"]
    search_fields = ["path", "nslc", "source"]
