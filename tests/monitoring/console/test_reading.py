"""Looking without a login is a setting; acting never is."""

import pytest
from django.test import Client

from monitoring.console.reading import may_look
from monitoring.logs.models import LogLine

pytestmark = pytest.mark.django_db
PAGES = ("/archive", "/archive/stack", "/archive/sources", "/archive/statistics")
LISTS = ("", "/stack", "/sources", "/statistics", "/gaps", "/log", "/window")
FAR, NEAR = "8.8.8.8", "192.168.1.7"


@pytest.mark.parametrize(("setting", "near", "far"), [("any", 200, 200), ("private", 200, 302), ("off", 302, 302)])
def test_pages_are_open_as_far_as_the_setting_says(settings, setting: str, near: int, far: int) -> None:
    settings.ARCHIVE_READING = setting
    for path in PAGES:
        assert Client(REMOTE_ADDR=NEAR).get(path).status_code == near, path
        assert Client(REMOTE_ADDR=FAR).get(path).status_code == far, path
    for path in LISTS:
        assert Client(REMOTE_ADDR=FAR).get(f"/api/archive{path}").status_code == (200 if far == 200 else 401)


def test_a_page_without_login_offers_one_and_no_control() -> None:
    text = Client().get("/archive/stack").content.decode()
    assert 'href="/login?next=/archive/stack"' in text
    assert "request-state" in text and 'data-testid="delete"' not in text
    assert '"may_operate": false' in text


def test_where_sources_lie_and_what_went_wrong_inside_is_not_told_to_everybody() -> None:
    from monitoring.completion.sources.models import Source

    Source.objects.create(name="Backup", kind="LOCAL_DIR", parameters={"path": "/secret"})
    LogLine.objects.create(at="2024-01-01T00:00:00Z", logger="stack", level=40, message="failed", trace="/secret")
    for path in ("/sources", "/log"):
        assert "/secret" not in Client().get(f"/api/archive{path}").content.decode()


@pytest.mark.parametrize("path", ["/archive/newrequest", "/archive/update", "/archive/setup"])
def test_pages_of_operators_ask_for_a_login(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/login?next={path}")


def test_who_is_nobody_from_nowhere_looks_at_nothing() -> None:
    assert not may_look(None, "")
    assert not may_look(None, "not an address")
