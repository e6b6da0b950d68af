import json

import pytest
import redis
from django.conf import settings

from logging_core.automation.following import steps
from logging_core.automation.following.models import Follower
from logging_core.automation.following.registry import everybody, follower
from logging_core.automation.following.ringing import ring
from logging_core.automation.following.tasks import follow
from logging_core.shared.announce import Actor, recorded
from tests.support.waiting import until

seen: list[str] = []


@pytest.fixture
def one():
    @follower("test.one", kinds=("event",))
    def handle(changes) -> None:
        seen.extend(change.record_id for change in changes)

    seen.clear()
    yield "test.one"
    del everybody()["test.one"]


@pytest.fixture
def sent():
    """Names and arguments of the messages that wait in the broker."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete("default")

        def messages() -> list[tuple[str, str]]:
            headers = [json.loads(message)["headers"] for message in broker.lrange("default", 0, -1)]
            return [(header["task"], header["argsrepr"]) for header in headers]

        yield messages
        broker.delete("default")


@pytest.mark.django_db
def test_each_follower_that_is_behind_gets_a_task_of_its_own(one, sent) -> None:
    follow()
    assert not any(one in args for _, args in sent())
    with recorded(Actor("ana")) as changes:
        changes.add("event", "create", "1", after={})
    follow()
    assert ("automation.follow", f"['{one}']") in sent()
    assert seen == []
    follow(one)
    assert seen == ["1"] and one not in steps.behind()


@pytest.mark.django_db
def test_a_new_follower_has_its_row_from_the_first_look_on(one, sent) -> None:
    follow()
    assert Follower.objects.filter(name=one).exists()


def test_a_web_process_that_sees_news_rings_for_the_followers(sent) -> None:
    for _ in range(20):
        ring()
    until(sent)
    assert 1 <= len(sent()) <= 3 and sent()[0][0] == "automation.follow"


def test_ringing_does_not_wait_for_a_broker_that_is_away(monkeypatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr("logging_core.automation.following.ringing.current_app.send_task", away)
    ring()
