from datetime import timedelta

import pytest

from logging_core.automation.asnap.models import AsnapService
from logging_core.automation.following.models import Follower
from logging_core.automation.models import CustomVariable
from logging_core.shared import clock
from logging_core.shared.jobs.models import Job

pytestmark = pytest.mark.django_db


def shown(page, path: str = "/automation") -> str:
    answer = page.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def is_on() -> bool:
    return CustomVariable.objects.get(name="asnapStatus").value == "On"


def test_the_switch_is_pressed_and_who_did_it_is_shown(as_, event_manager) -> None:
    page = as_(event_manager)
    page.submit("/automation/asnap/switch", on="1")
    assert is_on()
    html = shown(page, "/automation/asnap")
    assert "On, every 10 s" in html and "by event_manager" in html and "never by itself" in html
    page.submit("/automation/asnap/switch", on="0")
    assert not is_on()


def test_interval_and_time_out_are_set_and_shown(as_, admin) -> None:
    page = as_(admin)
    page.submit("/automation/asnap/configure", interval_s="3", timeout_min="45")
    page.submit("/automation/asnap/switch", on="1")
    html = shown(page)
    assert "On, every 3 s" in html and 'data-testid="asnap-off-at"' in html
    assert page.get("/api/status").json()["asnap"]["off_at"] is not None


@pytest.mark.parametrize(
    "sent", [{"interval_s": "0"}, {"interval_s": "x"}, {"timeout_min": "-1"}, {"interval_s": ""}]
)
def test_what_makes_no_sense_is_told_and_changes_nothing(as_, admin, sent) -> None:
    page = as_(admin)
    page.submit(
        "/automation/asnap/configure", **{"interval_s": "10", "timeout_min": "0", "next": "/automation", **sent}
    )
    assert f"&quot;{next(iter(sent))}&quot; must be a whole number" in shown(page)
    assert not AsnapService.objects.exclude(set_at=None).exists()


def test_a_back_fill_leads_to_its_job(as_, admin) -> None:
    answer = as_(admin).submit(
        "/automation/asnap/back-fill", start="2026-03-14 12:00:00", stop="2026-03-14 13:00:00", interval_s="10"
    )
    assert answer["Location"] == f"/jobs/{Job.objects.get().id}"


@pytest.mark.parametrize("person", ["logger", "watcher"])
def test_who_may_not_switch_it_sees_its_state_only(as_, people, person) -> None:
    html = shown(as_(people(person)))
    assert 'data-testid="asnap-word"' in html
    assert "asnap-press" not in html and "asnap-set" not in html


def test_a_service_without_sign_of_life_is_told(as_, watcher) -> None:
    AsnapService.objects.create(pk=1, looked_at=clock.now())
    assert "asnap-gone" not in shown(as_(watcher), "/automation/asnap")
    AsnapService.objects.update(looked_at=clock.now() - timedelta(seconds=31))
    assert "asnap-gone" in shown(as_(watcher), "/automation/asnap")


def test_a_follower_that_fails_is_shown_with_its_cause(as_, watcher) -> None:
    Follower.objects.create(name="rules", epoch="x", seq=0, failing_since=clock.now(), last_error="no <camera>")
    html = shown(as_(watcher), "/automation/services")
    assert "failing since" in html and "no &lt;camera&gt;" in html
