"""The logging screen, pictures, the style guide."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from logging_core.accounts.models import User
from logging_core.automation.models import CustomVariable
from logging_core.event_templates.models import EventTemplate
from logging_core.shared import clock, feed
from tests.logging_core.events.making import log
from tests.people import As, Page

MAY = {
    # person: may log, may comment, may switch ASNAP, gets templates, is a guest, is an admin
    "admin": (True, True, True, True, False, True),
    "cruise_manager": (True, True, True, True, False, False),
    "event_manager": (False, True, True, True, False, False),
    "template_manager": (False, True, False, True, False, False),
    "logger": (True, True, False, True, False, False),
    "guest": (True, True, False, True, True, False),
    "watcher": (False, False, False, False, False, False),
}


def boot_of(answer: HttpResponse) -> dict[str, Any]:
    """The data that the page carries for its scripts."""
    assert answer.status_code == 200
    found = re.search(
        r'<script id="[^"]*" type="application/json">(.*?)</script>', answer.content.decode(), re.DOTALL
    )
    assert found, "the page carries no data"
    return json.loads(unescape(found[1]))


def boot(page: Page) -> dict[str, Any]:
    return boot_of(page.get("/"))


@pytest.mark.parametrize("person", MAY)
def test_the_screen_knows_what_its_person_may_do(people, as_: As, person: str) -> None:
    EventTemplate.objects.create(event_name="Fish", event_value="FISH")
    data = boot(as_(people(person)))
    user = data["user"]
    may = tuple(user[name] for name in ("may_log", "may_comment", "may_toggle_asnap"))
    assert (*may, bool(data["templates"]), user["is_guest"], user["is_admin"]) == MAY[person]
    assert user["username"] == person


def test_the_screen_shows_the_newest_twenty_without_snapshots(as_: As, logger: User, watcher: User) -> None:
    for number in range(21):
        log(logger, f"E{number}")
    log(None, "ASNAP", author="asnap")
    data = boot(as_(watcher))
    assert [event["event_value"] for event in data["events"]["results"]] == [f"E{n}" for n in range(20, 0, -1)]
    assert data["events"]["has_more"] is True
    assert data["newest"]["event_value"] == "E20"
    assert data["newest"]["aux_data"] == []
    assert {event["may_edit"] for event in data["events"]["results"]} == {False}


def test_an_empty_installation_shows_an_empty_screen(as_: As, logger: User) -> None:
    data = boot(as_(logger))
    assert (data["events"], data["newest"], data["templates"]) == ({"results": [], "has_more": False}, None, [])
    assert data["status"]["cruise"] is None


def test_the_screen_says_where_in_the_feed_it_stands(as_: As, logger: User) -> None:
    log(logger)
    position = feed.head()
    data = boot(as_(logger))
    assert data["feed"] == {"epoch": position.epoch, "seq": position.seq}
    assert abs(clock.now() - clock.parse(data["now"])).total_seconds() < 5


def test_hidden_templates_stay_hidden(as_: As, logger: User, admin: User) -> None:
    EventTemplate.objects.create(event_name="Secret", event_value="S", system_template=True, admin_only=True)
    EventTemplate.objects.create(event_name="Off", event_value="O", disabled=True)
    assert [template["event_name"] for template in boot(as_(logger))["templates"]] == []
    assert [template["event_name"] for template in boot(as_(admin))["templates"]] == ["Secret"]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "&quot;"]
)
def test_text_of_people_is_never_markup(as_: As, logger: User, text: str) -> None:
    log(logger, text[:100], free_text=text)
    answer = as_(logger).get("/")
    assert "<script>alert" not in answer.content.decode() and "<img src=x" not in answer.content.decode()
    assert boot_of(answer)["events"]["results"][0]["event_free_text"] == text


@pytest.mark.parametrize("path", ["/", "/?filter=a%20b&x=1", "/images/frame.jpg"])
def test_a_stranger_is_sent_to_the_login_and_back_again(as_: As, path: str) -> None:
    answer = as_(None).get(path)
    assert answer.status_code == 302
    login = as_(None).client.get(answer["Location"])
    assert login.status_code == 200
    assert login.context["next"] == path


def test_the_screen_is_never_kept_by_a_cache(as_: As, logger: User) -> None:
    assert "no-store" in as_(logger).get("/")["Cache-Control"]


@pytest.fixture
def images(settings, tmp_path: Path) -> Path:
    folder = tmp_path / "files" / "images"
    folder.mkdir(parents=True)
    settings.IMAGES_DIR = folder
    for name in ("frame.jpg", "frame.JPEG", "frame.png", "frame.webp", "page.html", "vector.svg", "plain"):
        (folder / name).write_bytes(b"picture of " + name.encode())
    (folder / "deeper").mkdir()
    (folder / "deeper" / "frame.jpg").write_bytes(b"deeper")
    (tmp_path / "files" / "secret.jpg").write_bytes(b"secret")
    (folder / "link.jpg").symlink_to(tmp_path / "files" / "secret.jpg")
    (folder / "folder.jpg").mkdir()
    return folder


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("frame.jpg", "image/jpeg"),
        ("frame.JPEG", "image/jpeg"),
        ("frame.png", "image/png"),
        ("frame.webp", "image/webp"),
    ],
)
def test_a_picture_is_served_as_what_it_is(images: Path, as_: As, watcher: User, name: str, kind: str) -> None:
    answer = as_(watcher).get(f"/images/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue() == b"picture of " + name.encode()


@pytest.mark.parametrize(
    "name",
    [
        "../secret.jpg",
        "..%2Fsecret.jpg",
        "%2e%2e%2fsecret.jpg",
        "..%5Csecret.jpg",
        "%2Fetc%2Fpasswd",
        "deeper/frame.jpg",
        "deeper%2Fframe.jpg",
        "link.jpg",
        "folder.jpg",
        "page.html",
        "vector.svg",
        "plain",
        "missing.jpg",
        "frame.jpg%00.png",
        "%00.jpg",
        "x" * 300 + ".jpg",
        ".jpg",
        "~root.jpg",
    ],
)
def test_nothing_but_pictures_of_the_folder_is_served(images: Path, as_: As, admin: User, name: str) -> None:
    answer = as_(admin).client.get(f"/images/{name}")
    assert answer.status_code == 404
    assert b"secret" not in b"".join(answer)


@pytest.mark.parametrize(
    ("debug", "demo", "status"), [(False, False, 404), (True, False, 200), (False, True, 200)]
)
def test_the_style_guide_is_for_builders_only(as_: As, settings, debug: bool, demo: bool, status: int) -> None:
    settings.DEBUG, settings.DEMO = debug, demo
    assert as_(None).get("/styleguide").status_code == status


def test_the_switch_shows_on_the_screen(as_: As, logger: User) -> None:
    CustomVariable.objects.filter(name="asnapStatus").update(value="On")
    assert boot(as_(logger))["status"]["asnap"]["on"] is True
