import threading
import time
from pathlib import Path

import asyncssh
import pytest
from PIL import Image

from logging_core.automation.aux_rules.gathering import NoAnswer
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.automation.aux_rules.sources import frames
from logging_core.shared import clock
from logging_core.shared.errors import Refusal
from tests.support.cameras import PASSWORD, USER, picture, sftp_host, web_camera

MOMENT = clock.parse("2026-03-14T12:00:07.300Z")
NAME = "20260314_120007300.jpg"


@pytest.fixture
def camera():
    with web_camera() as server:
        yield server


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.IMAGES_DIR = tmp_path / "images"
    settings.FRAME_DIRS = [str(tmp_path / "frames")]
    (tmp_path / "frames").mkdir()


def rule(*cameras: dict) -> AuxRule:
    named = [{"name": f"CAMERA_{n}", "prefix": f"c{n}_", **camera} for n, camera in enumerate(cameras, start=1)]
    return AuxRule(kind=Kind.FRAMES, data_source="framegrabber", config=frames.checked({"cameras": named}))


def trouble(*cameras: dict) -> str:
    with pytest.raises(NoAnswer) as found:
        frames.gather(rule(*cameras), MOMENT)
    return str(found.value)


def test_a_picture_is_kept_under_its_name_with_a_small_one(camera, settings) -> None:
    seen = picture()
    found = frames.gather(rule({"address": camera.show("/camera1.jpg", seen)}), MOMENT)
    path = settings.IMAGES_DIR / f"c1_{NAME}"
    assert found.elements == [
        {"data_name": "camera_name", "data_value": "CAMERA_1"},
        {"data_name": "filename", "data_value": str(path)},
    ]
    assert path.read_bytes() == seen
    with Image.open(settings.IMAGES_DIR / "thumbnails" / f"c1_{NAME}") as small:
        assert (small.format, small.size) == ("JPEG", (320, 180))
    assert [p.name for p in settings.IMAGES_DIR.iterdir() if p.is_file()] == [path.name], "no drafts are left"


def test_several_cameras_are_fetched_at_once_and_one_that_fails_costs_only_its_own(camera) -> None:
    hold = threading.Event()
    slow = camera.show("/slow.jpg", picture(), hold=hold)
    threading.Timer(0.6, hold.set).start()
    started = time.monotonic()
    cameras = [{"address": slow}, {"address": slow}, {"address": slow}, {"address": f"{camera.url}/none.jpg"}]
    found = frames.gather(rule(*cameras), MOMENT)
    assert time.monotonic() - started < 1.7
    assert [e["data_value"] for e in found.elements[::2]] == ["CAMERA_1", "CAMERA_2", "CAMERA_3"]
    assert found.notes == [f"CAMERA_4: {camera.url}/none.jpg answered 404 Not Found"]
    assert [bool(sign.trouble) for sign in found.signs] == [False, False, False, True]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html>login</html>", "what came is no JPEG, PNG or WebP picture"),
        (b"", "what came is no JPEG, PNG or WebP picture"),
        (picture(format="GIF"), "what came is no JPEG, PNG or WebP picture"),
        (picture()[:-200], "the picture is damaged"),
        (picture(format="PNG"), "the picture is a PNG, and its name would end with .jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "what came is no JPEG"),
    ],
)
def test_what_is_no_whole_picture_is_not_kept(camera, settings, content: bytes, told: str) -> None:
    assert told in trouble({"address": camera.show("/a.jpg", content)})
    assert not settings.IMAGES_DIR.exists()


def test_a_huge_picture_is_refused(camera, settings) -> None:
    settings.FRAME_MAX_BYTES = 5_000
    assert "larger than 0 MB" in trouble({"address": camera.show("/a.jpg", b"x" * 6_000)})


def test_a_camera_that_does_not_answer_or_drips_is_not_waited_for(camera) -> None:
    address = camera.show("/a.jpg", picture(), hold=threading.Event())
    assert "did not answer within 1 s" in trouble({"address": address, "timeout_s": 1})
    address = camera.show("/b.jpg", picture(), drip=True)
    assert "not complete after 1 s" in trouble({"address": address, "timeout_s": 1})
    assert "cannot be reached" in trouble({"address": "http://127.0.0.1:9/a.jpg"})


def test_a_picture_that_is_too_old_is_told(camera) -> None:
    now = time.time()
    assert "its picture is 100 s old, 20 s are allowed" in trouble(
        {"address": camera.show("/a.jpg", picture(), changed=now - 100, headers={"Date": _date(now)})}
    )
    by_its_own_clock = {"Date": _date(now - 3600)}
    address = camera.show("/b.jpg", picture(), changed=now - 3605, headers=by_its_own_clock)
    assert frames.gather(rule({"address": address}), MOMENT).elements


def _date(moment: float) -> str:
    from email.utils import formatdate

    return formatdate(moment, usegmt=True)


def test_redirects_lead_nowhere(camera) -> None:
    address = camera.show("/a.jpg", b"", status=302, headers={"Location": "http://169.254.169.254/"})
    assert "answered 302" in trouble({"address": address})
    assert camera.asked == ["/a.jpg"]


def test_the_same_moment_replaces_the_picture(camera, settings) -> None:
    first, second = picture(10), picture(200)
    frames.gather(rule({"address": camera.show("/a.jpg", first)}), MOMENT)
    frames.gather(rule({"address": camera.show("/a.jpg", second)}), MOMENT)
    assert (settings.IMAGES_DIR / f"c1_{NAME}").read_bytes() == second


def test_a_dry_run_keeps_nothing_and_shows_a_small_picture(camera, settings) -> None:
    found = frames.gather(rule({"address": camera.show("/a.jpg", picture())}), MOMENT, keep=False)
    assert found.preview[0].startswith("data:image/jpeg;base64,")
    assert not settings.IMAGES_DIR.exists()


def test_cameras_that_rest_are_not_asked(camera) -> None:
    address = camera.show("/a.jpg", picture())
    found = frames.gather(
        rule({"address": address}, {"address": address}), MOMENT, resting=frozenset({"CAMERA_1"})
    )
    assert [e["data_value"] for e in found.elements[::2]] == ["CAMERA_2"]
    assert found.notes == ["CAMERA_1 is not asked: it failed a moment ago"]


def test_a_picture_is_copied_from_a_folder(settings, tmp_path) -> None:
    source = tmp_path / "frames" / "now.jpg"
    source.write_bytes(picture())
    frames.gather(rule({"address": f"file://{source}"}), MOMENT)
    assert (settings.IMAGES_DIR / f"c1_{NAME}").read_bytes() == source.read_bytes()
    source.unlink()
    assert "No such file" in trouble({"address": f"file://{source}"})


@pytest.mark.parametrize("path", ["/etc/passwd", "/{frames}/../secret.jpg", "/{frames}"])
def test_nothing_outside_of_the_folders_is_read(path: str, tmp_path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture())
    address = "file://" + path.replace("/{frames}", str(tmp_path / "frames"))
    with pytest.raises(Refusal, match="must lie below"):
        rule({"address": address})


def test_a_link_does_not_lead_out(tmp_path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture())
    link = tmp_path / "frames" / "now.jpg"
    link.write_bytes(picture())
    made = rule({"address": f"file://{link}"})
    link.unlink()
    link.symlink_to(tmp_path / "secret.jpg")
    with pytest.raises(NoAnswer, match="must lie below"):
        frames.gather(made, MOMENT)


@pytest.mark.parametrize(
    ("camera_", "told"),
    [
        ({"address": "http://169.254.169.254/latest"}, "may not be talked to"),
        ({"address": "http://8.8.8.8/a.jpg"}, "may not be talked to"),
        ({"address": "gopher://127.0.0.1/"}, "must begin with one of http://"),
        ({"address": "sftp://grabber:pw@127.0.0.1/a.jpg"}, "without the password"),
        ({"address": "sftp://grabber@169.254.1.1/a.jpg"}, "may not be talked to"),
        ({"address": "http://127.0.0.1/a.jpg", "prefix": "../"}, "may hold letters"),
        ({"address": "http://127.0.0.1/a.jpg", "suffix": ".php"}, "must end with .jpg"),
        ({"address": "http://127.0.0.1/a.jpg", "command": "rm"}, "is not known"),
    ],
)
def test_what_a_camera_cannot_be_is_refused(camera_: dict, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        rule(camera_)


def test_two_cameras_cannot_have_one_name_for_their_pictures() -> None:
    with pytest.raises(Refusal, match="is that of another camera, too"):
        rule({"address": "http://127.0.0.1/a", "prefix": "x"}, {"address": "http://127.0.0.1/b", "prefix": "x"})


# --- SFTP ---
@pytest.fixture
def host(tmp_path):
    folder = tmp_path / "remote"
    folder.mkdir()
    (folder / "now.jpg").write_bytes(picture())
    with sftp_host(folder) as server:
        yield server


def over_sftp(host, **more: str) -> dict:
    told = {"host_key": host.host_key, "secret": "CAMERA"} | more
    return {"address": f"sftp://{USER}@127.0.0.1:{host.port}{told.pop('path', '/now.jpg')}", **told}


def test_a_picture_comes_over_sftp(host, settings, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SEALOG_SECRET_CAMERA", PASSWORD)
    frames.gather(rule(over_sftp(host)), MOMENT)
    kept = settings.IMAGES_DIR / f"c1_{NAME}"
    assert kept.read_bytes() == (tmp_path / "remote" / "now.jpg").read_bytes()


def test_what_goes_wrong_over_sftp_is_told(host, monkeypatch) -> None:
    assert "SEALOG_SECRET_CAMERA is not set" in trouble(over_sftp(host))
    monkeypatch.setenv("SEALOG_SECRET_CAMERA", "wrong")
    assert "does not accept the user or its secret" in trouble(over_sftp(host))
    monkeypatch.setenv("SEALOG_SECRET_CAMERA", PASSWORD)
    assert "No such file" in trouble(over_sftp(host, path="/none.jpg"))
    assert f"the host key is missing. 127.0.0.1 shows {host.host_key}" in trouble(over_sftp(host, host_key=""))
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    assert "a key that is not the host key of the rule" in trouble(over_sftp(host, host_key=other))


def test_a_private_key_logs_in(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "remote"
    folder.mkdir()
    (folder / "now.jpg").write_bytes(picture())
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "authorized").write_bytes(key.export_public_key())
    monkeypatch.setenv("SEALOG_SECRET_CAMERA", key.export_private_key().decode())
    with sftp_host(folder, str(tmp_path / "authorized")) as host:
        assert frames.gather(rule(over_sftp(host)), MOMENT).elements
