"""Archives in the admin pages."""

from pathlib import Path

import pytest
from django.urls import reverse

from logging_core.accounts.models import User
from logging_core.shared.models import Change
from qualitycontrol.archive.models import Archive
from tests.people import As
from tests.qualitycontrol.archive.seismograms import T0, data
from tests.qualitycontrol.archive.stock import put

pytestmark = pytest.mark.django_db


def test_an_archive_is_made_through_the_journal(root: Path, as_: As, admin: User) -> None:
    page = as_(admin)
    add = reverse("admin:qualitycontrol_archive_add")
    answer = page.submit(add, name="final", root=str(root), layout="SDS", format="miniSEED")
    assert answer.status_code == 302
    assert Archive.objects.get().root == str(root)
    change = Change.objects.get(kind="archive")
    assert (change.verb, change.actor, change.after["root"]) == ("create", "admin", str(root))


def test_a_folder_outside_of_the_roots_is_refused_on_the_page(root: Path, as_: As, admin: User) -> None:
    add = reverse("admin:qualitycontrol_archive_add")
    answer = as_(admin).submit(add, name="final", root="/etc", layout="SDS", format="miniSEED")
    assert b"must lie below" in answer.content
    assert Archive.objects.count() == 0


def test_an_archive_is_renamed_and_scanned(archive: Archive, root: Path, as_: As, admin: User) -> None:
    put(root, data(T0, 100))
    page = as_(admin)
    change = reverse("admin:qualitycontrol_archive_change", args=[archive.pk])
    page.submit(change, name="renamed", root=str(root), layout="SDS", format="miniSEED")
    assert Archive.objects.get().name == "renamed"
    listed = reverse("admin:qualitycontrol_archive_changelist")
    page.submit(listed, action="scan", _selected_action=str(archive.pk))
    assert archive.segments.count() == 1
    for name in ("archive", "scan", "datafile", "segment", "provenance"):
        answer = page.get(reverse(f"admin:qualitycontrol_{name}_changelist"))
        assert answer.status_code == 200, name


@pytest.mark.parametrize("name", ["scan", "datafile", "segment", "provenance"])
def test_what_scans_and_merges_wrote_is_not_changed(archive: Archive, as_: As, admin: User, name: str) -> None:
    assert as_(admin).get(reverse(f"admin:qualitycontrol_{name}_add")).status_code == 403
