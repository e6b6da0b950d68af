"""Acceptance checks 25 and 26: files and pictures."""

from pathlib import Path

import httpx
import pytest

from tests.compat.development_data import CRUISE, LOWERING
from tests.compat.site import Client, Site

FILES = "/sealog-server/files"


def folder(site: Site, kind: str = "cruises", id: str = CRUISE) -> Path:
    path = site.system.data_dir / "files" / kind / id
    path.mkdir(parents=True, exist_ok=True)
    for file in path.iterdir():
        file.unlink()
    return path


def upload(
    client: Client, name: str = "plan.pdf", content: bytes = b"%PDF", kind: str = "cruises", id: str = CRUISE
):
    """As FilePond does it: the field comes twice, first with metadata."""
    parts = [("filepond", (None, b"{}")), ("filepond", (name, content))]
    return client.ask("POST", f"{FILES}/{kind}/filepond/process/{id}", files=parts)


@pytest.mark.parametrize(("kind", "id"), [("cruises", CRUISE), ("lowerings", LOWERING)])
def test_a_file_is_put_in_and_taken_back(site: Site, kind: str, id: str) -> None:
    place = folder(site, kind, id)
    answer = upload(site.admin, kind=kind, id=id)
    assert (answer.status_code, answer.headers["Content-Type"]) == (201, "text/html; charset=utf-8")
    assert answer.text.startswith(id)
    key = kind[:-1]
    assert site.admin.get(f"{kind}/{id}").json()[f"{key}_additional_meta"][f"{key}_files"] == ["plan.pdf"]
    meta = {f"{key}_additional_meta": {f"{key}_files": [answer.text]}}
    assert site.admin.patch(f"{kind}/{id}", meta).status_code == 204
    assert (place / "plan.pdf").read_bytes() == b"%PDF"
    taken = {"content": answer.text, "headers": {"Content-Type": "text/plain"}}
    assert site.admin.ask("DELETE", f"{FILES}/{kind}/filepond/revert", **taken).status_code == 204
    assert site.admin.get(f"{kind}/{id}").json()[f"{key}_additional_meta"][f"{key}_files"] == []


def test_a_file_alone_will_do(site: Site) -> None:
    folder(site)
    answer = site.admin.ask(
        "POST", f"{FILES}/cruises/filepond/process/{CRUISE}", files={"filepond": ("a.txt", b"a")}
    )
    assert answer.status_code == 201
    answer = site.admin.ask("POST", f"{FILES}/cruises/{CRUISE}", files={"file": ("b.txt", b"b")})
    assert (answer.status_code, answer.json()) == (201, {"message": "Upload successfully!"})
    assert site.admin.get(f"cruises/{CRUISE}").json()["cruise_additional_meta"]["cruise_files"] == [
        "a.txt",
        "b.txt",
    ]


def test_an_upload_replaces_no_file(site: Site) -> None:
    place = folder(site)
    upload(site.admin, content=b"one")
    second = upload(site.admin, content=b"two")
    assert sorted(path.name for path in place.iterdir()) == ["plan.pdf", "plan_2.pdf"]
    plain = {"content": second.text, "headers": {"Content-Type": "text/plain"}}
    site.admin.ask("DELETE", f"{FILES}/cruises/filepond/revert", **plain)
    assert (place / "plan.pdf").read_bytes() == b"one"


@pytest.mark.parametrize(
    "name", ["../../escape.txt", "/etc/escape.txt", "..\\..\\escape.txt", "C:\\escape.txt", "a/../../escape.txt"]
)
def test_only_the_base_name_of_an_upload_counts(site: Site, name: str) -> None:
    """S5: no name leads out of the folder."""
    place = folder(site)
    assert upload(site.admin, name=name).status_code == 201
    assert [path.name for path in place.iterdir()] == ["escape.txt"]
    assert list(site.system.data_dir.rglob("escape.txt")) == [place / "escape.txt"]


@pytest.mark.parametrize("key", ["../..", f"../{CRUISE}", f"{CRUISE}/plan.pdf", CRUISE, "", "x" * 5000, "\x00"])
def test_an_id_is_looked_up_and_never_a_path(site: Site, key: str) -> None:
    """S5: taking back removes what came under this very id, nothing else."""
    place = folder(site)
    upload(site.admin)
    plain = {"content": key, "headers": {"Content-Type": "text/plain"}}
    assert site.admin.ask("DELETE", f"{FILES}/cruises/filepond/revert", **plain).status_code == 204
    assert (place / "plan.pdf").exists()
    site.admin.patch(f"cruises/{CRUISE}", {"cruise_additional_meta": {"cruise_files": [key, "../../secrets"]}})
    assert (place / "plan.pdf").exists()


@pytest.mark.parametrize(
    "name", ["..%2Fsecret.txt", "..%5Csecret.txt", "%2e%2e%2fsecret.txt", "..", "%00", "link.txt", "nothing.txt"]
)
def test_no_name_leads_out_of_the_folder(site: Site, name: str) -> None:
    place = folder(site)
    secret = place.parent / "secret.txt"
    secret.write_text("secret")
    (place / "link.txt").symlink_to(secret)
    for method in ("GET", "DELETE"):
        answer = site.admin.ask(method, f"{FILES}/cruises/{CRUISE}/{name}")
        assert answer.status_code in (204, 403, 404)
        assert "secret" not in answer.text
    assert secret.read_text() == "secret"
    secret.unlink()


def test_a_file_is_sent_with_its_type_and_in_parts(site: Site) -> None:
    (folder(site) / "plan.pdf").write_bytes(b"0123456789")
    address = f"{FILES}/cruises/{CRUISE}/plan.pdf"
    whole = site.guest.get(address)
    assert (whole.content, whole.headers["Content-Type"]) == (b"0123456789", "application/pdf")
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    for asked, status, content in [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=5-99", 206, b"56789"),
        ("bytes=99-", 416, None),
        ("bytes=0-1,3-4", 200, b"0123456789"),
    ]:
        answer = site.guest.ask("GET", address, headers={"Range": asked})
        assert answer.status_code == status, asked
        assert content is None or answer.content == content
    unchanged = {"If-None-Match": whole.headers["ETag"]}
    assert site.guest.ask("GET", address, headers=unchanged).status_code == 304
    unchanged = {"If-Modified-Since": whole.headers["Last-Modified"]}
    assert site.guest.ask("GET", address, headers=unchanged).status_code == 304


def test_files_need_a_token_pictures_do_not(site: Site) -> None:
    (folder(site) / "plan.pdf").write_bytes(b"%PDF")
    assert httpx.get(f"{site.url}{FILES}/cruises/{CRUISE}/plan.pdf").status_code == 401
    images = site.system.data_dir / "files" / "images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "dive 1.jpg").write_bytes(b"\xff\xd8")
    answer = httpx.get(f"{site.url}{FILES}/images/dive%201.jpg")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert httpx.get(f"{site.url}{FILES}/images/..%2Fcruises").status_code == 404
    assert httpx.get(f"{site.url}{FILES}/images/none.jpg").status_code == 404


def test_folders_are_not_shown(site: Site) -> None:
    folder(site)
    for address in (f"{FILES}/cruises/{CRUISE}", f"{FILES}/cruises/{CRUISE}/"):
        assert site.admin.get(address).status_code == 403


def test_files_are_deleted_by_those_who_may(site: Site) -> None:
    (folder(site) / "plan.pdf").write_bytes(b"%PDF")
    address = f"{FILES}/cruises/{CRUISE}/plan.pdf"
    assert site.guest.delete(address).status_code == 403
    assert site.admin.delete(address).status_code == 204
    assert site.admin.delete(address).status_code == 204
    assert site.admin.get(address).status_code == 404


def test_uploads_have_a_limit_and_a_record(site: Site) -> None:
    assert upload(site.admin, content=b"x" * (20 * 1024 * 1024 + 1)).status_code == 413
    assert upload(site.admin, id="0" * 24).status_code == 404
    assert upload(site.admin, id="short").json()["message"] == '"id" length must be 24 characters long'
    assert upload(site.guest).status_code == 403
    address = f"{FILES}/cruises/filepond/process/{CRUISE}"
    assert site.admin.ask("POST", address, files={"other": ("a", b"a")}).status_code == 400
    assert site.admin.ask("POST", address, content=b"{}").status_code == 400
    assert upload(site.admin, content=b"x" * (2 * 1024 * 1024)).status_code == 201
