"""The page of the exports, its jobs, and the package as one file."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest

from logging_core.accounts.models import User
from logging_core.exchange.package import actions
from logging_core.exchange.package.console import ended_unheard
from logging_core.exchange.package.zipped import zipped
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Conflict, NotAllowed
from logging_core.shared.jobs import actions as jobs
from logging_core.shared.jobs import reviving
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.working import work
from logging_core.shared.models import Change
from logging_core.voyages.models import Lowering
from tests.compat.development_data import CRUISE, HIDDEN_LOWERING, LOWERING
from tests.logging_core.exchange.package.conftest import files_under, put
from tests.people import As, Page, make_person

NEW = "/automation/exports/new"


@pytest.fixture
def page(root: Path, as_: As) -> Page:
    return as_(User.objects.get(username="admin"))


def ask_for(page: Page, kind: str = "lowering", id: str = LOWERING) -> Job:
    answer = page.submit(NEW, kind=kind, id=id)
    assert answer.status_code == 302
    return Job.objects.get(id=answer["Location"].rpartition("/")[2])


def packages(root: Path) -> list[Path]:
    return [path for path in (root / "packages").iterdir() if not path.name.startswith(".")]


def test_a_package_is_asked_for_made_verified_and_taken(page: Page, root: Path, tmp_path: Path) -> None:
    job = ask_for(page)
    assert (job.kind, job.queue, job.title) == ("export.package", "exports", "Package of lowering 4928")
    assert work(job.id)
    job.refresh_from_db()
    (package,) = packages(root)
    assert (job.state, job.result) == ("done", {"package": package.name})
    assert job.done == job.total
    lines = [line.text for line in job.lines.all()]
    assert lines[0] == "Writing cruise record of AT37-14" and lines[-1] == "Done"
    assert "not verified yet" in page.get("/automation/exports").content.decode()
    page.submit(f"/automation/exports/packages/{package.name}/verify")
    assert work(Job.objects.get(kind="export.verify").id)
    assert ">whole<" in page.get("/automation/exports/packages").content.decode()
    answer = page.get(f"/automation/exports/packages/{package.name}.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{package.name}.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        archive.extractall(tmp_path / "taken")
    assert bagit.Bag(str(tmp_path / "taken" / package.name)).validate()


def test_a_damaged_package_is_shown_as_one(page: Page, root: Path) -> None:
    work(ask_for(page).id)
    (package,) = packages(root)
    (package / "data" / "README.txt").write_text("something else")
    job = actions.verify(actor=Actor("admin"), user=page.user, name=package.name)
    work(job.id)
    job.refresh_from_db()
    assert job.result == {"problems": ["altered: data/README.txt"], "count": 1}
    assert "1 problem<" in page.get("/automation/exports/packages").content.decode()


def test_one_export_at_a_time(page: Page) -> None:
    job = ask_for(page)
    with pytest.raises(Conflict, match="Package of lowering 4928 is being made"):
        actions.export(actor=Actor("admin"), user=page.user, voyage=Lowering.objects.get(id=HIDDEN_LOWERING))
    answer = page.submit(NEW, kind="cruise", id=CRUISE, next="/automation/exports")
    assert answer["Location"] == "/automation/exports"
    jobs.cancel(actor=Actor("admin"), user=page.user, id=job.id)
    assert ask_for(page, "cruise", CRUISE).title == "Package of cruise AT37-14"


def test_an_export_that_is_cancelled_ends_and_leaves_no_half_package(
    page: Page, root: Path, monkeypatch: Any
) -> None:
    job = ask_for(page)
    Job.objects.filter(id=job.id).update(lease_until=None)
    from logging_core.exchange.package import bag

    whole = bag.fill

    def cancelled_meanwhile(*args: Any) -> None:
        jobs.cancel(actor=Actor("admin"), user=page.user, id=job.id)
        whole(*args)

    monkeypatch.setattr(bag, "fill", cancelled_meanwhile)
    work(job.id)
    job.refresh_from_db()
    assert job.state == "cancelled" and packages(root) == []


def test_a_file_that_cannot_be_written_is_tried_again_later(page: Page, root: Path) -> None:
    put(root / "exports" / "AT37-14" / "4928", b"in the way")
    job = ask_for(page)
    work(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 1) and "NotWhole" in job.problem
    (root / "exports" / "AT37-14" / "4928").unlink()
    work(job.id)
    job.refresh_from_db()
    assert job.state == "done" and len(packages(root)) == 1


def test_a_record_that_is_gone_ends_it(page: Page) -> None:
    job = ask_for(page)
    Lowering.objects.all().delete()
    work(job.id)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", f"There is no lowering {LOWERING}.")


def test_an_end_without_a_worker_is_heard_from_the_journal(page: Page) -> None:
    """Existing clients wait for the last line of an export, which a worker says as long as there is one."""

    def unheard() -> bool:
        change = Change.objects.filter(kind="job").latest("seq")
        return ended_unheard(change.verb, change.after)

    waiting = ask_for(page)
    assert not unheard()
    jobs.cancel(actor=Actor("admin"), user=page.user, id=waiting.id)
    assert unheard()
    abandoned = ask_for(page)
    overdue = clock.now() - timedelta(seconds=1)
    Job.objects.filter(id=abandoned.id).update(state="running", lease_until=overdue, cancel_asked=True)
    reviving.put_back(abandoned.id)
    assert unheard()
    work(ask_for(page).id)
    assert not unheard()


def test_only_admins_make_and_take_packages(root: Path, as_: As) -> None:
    manager = make_person("manager", roles=["cruise_manager"])
    with pytest.raises(NotAllowed):
        actions.export(actor=Actor("manager"), user=manager, voyage=Lowering.objects.get(id=LOWERING))
    text = as_(manager).get("/automation/exports").content.decode()
    assert "positions-csv" in text and "make-package" not in text and 'data-testid="packages"' not in text
    assert "4930" not in text  # hidden


@pytest.mark.parametrize("kind, id", [("event", LOWERING), ("lowering", "f" * 24), ("lowering", "a\0b"), ("", "")])
def test_only_known_records_are_exported(page: Page, kind: str, id: str) -> None:
    assert page.submit(NEW, kind=kind, id=id).status_code == 404


def test_another_cruise_can_be_chosen(page: Page) -> None:
    text = page.get("/automation/exports", {"cruise": "5981f167212b348aed7fa9f6"}).content.decode()
    assert "4906" in text and 'data-name="4928"' not in text
    assert page.get("/automation/exports", {"cruise": "a\0b"}).status_code == 200


def test_a_zip_is_made_in_parts_and_holds_every_byte(tmp_path: Path) -> None:
    folder = tmp_path / "bag"
    put(folder / "data" / "Größe.jpg", bytes(range(256)) * 4096)
    put(folder / "data" / "empty.json", b"")
    put(folder / "bagit.txt", b"BagIt")
    (folder / "data" / "out").symlink_to("/etc/hostname")
    parts = list(zipped(folder))
    assert len(parts) > 4
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"bag/{name}": content for name, content in files_under(folder).items() if not name.endswith("/out")
        }
