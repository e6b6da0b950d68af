"""Feeds: checked before anything is told, in the plan of their logger, journalled."""

from typing import Any

import pytest

from logging_core.loggers.feeds import delete_feed, save_feed
from logging_core.loggers.models import Feed
from logging_core.shared import feed as journal
from logging_core.shared.errors import BadInput, NotAllowed
from logging_core.shared.ids import new_id
from tests.logging_core.loggers.sailing import TESTS, plan, sailing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions_dir")]
UDP = {"class": "UDPWriter", "kwargs": {"port": 6224}}


def save(id: str = "", **values: Any) -> Feed:
    whole = {"name": "bridge", "logger": "gyro", "only": r"^\$HE", "writer": UDP} if not id else {}
    return save_feed(actor=TESTS, by=None, id=id or new_id(), values=whole | values)[0]


def feeds_of(logger: str) -> list[dict[str, Any]]:
    return plan()["loggers"][logger]["feeds"]


def test_a_feed_is_in_the_plan_of_its_logger_and_disturbs_no_config() -> None:
    sailing()
    before = plan()["loggers"]
    save()
    assert feeds_of("gyro") == [{"name": "bridge", "only": r"^\$HE", "writer": UDP}]
    assert plan()["loggers"] == before | {"gyro": before["gyro"] | {"feeds": feeds_of("gyro")}}


def test_a_feed_that_is_turned_off_or_deleted_leaves_the_plan() -> None:
    sailing()
    feed = save()
    save(feed.id, enabled=False)
    assert feeds_of("gyro") == []
    save(feed.id, enabled=True)
    delete_feed(actor=TESTS, by=None, feed=feed)
    assert (feeds_of("gyro"), Feed.objects.count()) == ([], 0)


def test_a_feed_of_a_logger_that_is_not_there_waits_for_it() -> None:
    sailing()
    save(logger="radar")
    assert [feeds_of(name) for name in plan()["loggers"]] == [[], []]


def test_a_repeated_save_is_told_once() -> None:
    sailing()
    feed, start = save(), journal.head().seq
    version = plan()["version"]
    save(feed.id, name="bridge")
    assert (journal.head().seq, plan()["version"]) == (start, version)
    save(feed.id, name="bridge 2")
    (change,) = journal.after(start)
    assert (change.kind, change.verb, change.before["name"], change.after["name"]) == (
        "logger_feed",
        "update",
        "bridge",
        "bridge 2",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"logger": 7}, "logger"),
        ({"only": "("}, "only"),
        ({"only": "x" * 501}, "only"),
        ({"enabled": "yes"}, "enabled"),
        ({"colour": "red"}, "colour"),
        ({"writer": {}}, "writer"),
        ({"writer": "UDPWriter"}, "writer"),
        ({"writer": {"class": "UDPReader"}}, "writer.class"),
        ({"writer": {"class": "system", "module": "os"}}, "writer.class"),
        ({"writer": {"class": "UDPWriter", "kwargs": {"prot": 1}}}, "writer.kwargs.prot"),
    ],
)
def test_what_cannot_feed_is_refused_by_the_name_of_the_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        save(**values)
    assert field in refused.value.details["fields"]
    assert Feed.objects.count() == 0


def test_a_name_is_given_once_and_what_a_feed_needs_is_required() -> None:
    save()
    with pytest.raises(BadInput, match="taken"):
        save()
    with pytest.raises(BadInput, match="required"):
        save_feed(actor=TESTS, by=None, id=new_id(), values={"name": "half"})


def test_a_watcher_makes_and_deletes_none(watcher) -> None:
    feed = save()
    for attempt in (
        lambda: save_feed(actor=TESTS, by=watcher, id=feed.id, values={"enabled": False}),
        lambda: delete_feed(actor=TESTS, by=watcher, feed=feed),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Feed.objects.get().enabled


def test_a_password_is_kept_when_it_comes_back_hidden_and_asked_for_when_the_writer_changes() -> None:
    writer = {"class": "InfluxDBWriter", "kwargs": {"bucket_name": "b", "auth_token": "abc", "url": "http://here"}}
    feed, start = save(writer=writer), journal.head().seq
    hidden = {"class": "InfluxDBWriter", "kwargs": {**writer["kwargs"], "auth_token": "(hidden)"}}
    save(feed.id, writer=hidden, only="x")
    assert Feed.objects.get().writer == writer
    (change,) = journal.after(start)
    assert change.before["writer"] == change.after["writer"] == hidden
    with pytest.raises(BadInput, match="give what is"):
        save(feed.id, writer={**hidden, "kwargs": {**hidden["kwargs"], "url": "http://elsewhere"}})
