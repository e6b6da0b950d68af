import pytest

from logging_core.accounts.models import User
from logging_core.events import actions
from logging_core.events.comments import change_comment, comment_on_event
from logging_core.events.filters import EventFilter, Terms
from logging_core.events.models import Comment, Event
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from tests.logging_core.events.making import actor, log, verbs


def add(user: User, event: Event, text: str = "a rockfish", id: str | None = None) -> str:
    id = id or new_id()
    comment_on_event(actor=actor(user), user=user, event_id=event.id, id=id, text=text)
    return id


def edit(user: User, id: str, text: str | None) -> Event:
    return change_comment(actor=actor(user), user=user, id=id, text=text)


def texts(event: Event) -> list[str]:
    return [comment["text"] for comment in Event.objects.shown().get(id=event.id).record()["comments"]]


def found(word: str) -> bool:
    return Event.objects.matching(EventFilter(fulltext=Terms((word,)))).exists()


@pytest.fixture
def event(logger: User) -> Event:
    return log(logger)


def test_a_comment_has_its_author_and_time_and_makes_a_new_version(event: Event, event_manager: User) -> None:
    id = add(event_manager, event, "  a rockfish ")
    record = Event.objects.shown().get().record()
    (comment,) = record["comments"]
    assert (comment["id"], comment["author"], comment["text"]) == (id, "event_manager", "a rockfish")
    assert record["version"] == 2
    change = Change.objects.latest("seq")
    assert (change.verb, change.actor, change.after) == ("comment", "event_manager", record)


def test_whoever_may_log_may_comment_on_events_of_others(event: Event, guest: User, watcher: User) -> None:
    add(guest, event)
    with pytest.raises(NotAllowed):
        add(watcher, event)
    assert texts(event) == ["a rockfish"]


def test_a_comment_sent_twice_with_one_id_is_stored_once(event: Event, logger: User) -> None:
    id = add(logger, event, "first")
    add(logger, event, "second", id)
    assert texts(event) == ["first"]
    assert verbs(event.id) == ["create", "comment"]


def test_comments_keep_their_order(event: Event, logger: User) -> None:
    for text in ("one", "two", "three"):
        add(logger, event, text)
    assert texts(event) == ["one", "two", "three"]


def test_a_comment_is_searched_and_no_longer_when_it_is_changed_or_taken_back(event: Event, logger: User) -> None:
    id = add(logger, event, "a rockfish")
    assert found("ROCKFISH")
    edit(logger, id, "a sculpin")
    assert (found("rockfish"), found("sculpin"), texts(event)) == (False, True, ["a sculpin"])
    edit(logger, id, None)
    assert (found("sculpin"), texts(event)) == (False, [])


def test_a_comment_taken_back_stays_stored(event: Event, logger: User) -> None:
    edit(logger, add(logger, event), None)
    assert Comment.objects.get().text == "a rockfish"
    assert Change.objects.latest("seq").before["comments"][0]["text"] == "a rockfish"


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("admin", True),
        ("cruise_manager", True),
        ("event_manager", True),
        ("template_manager", False),
        ("guest", False),
        ("watcher", False),
        ("logger", True),
    ],
)
def test_its_author_and_those_who_correct_may_change_a_comment(
    people, event, logger, person: str, may: bool
) -> None:
    id = add(logger, event)
    if may:
        edit(people(person), id, "changed")
    else:
        with pytest.raises(NotAllowed):
            edit(people(person), id, "changed")
    assert texts(event) == ["changed" if may else "a rockfish"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001, "\x00", None, 5])
def test_a_comment_that_is_no_text_is_refused(event: Event, logger: User, text: object) -> None:
    with pytest.raises(BadInput) as refused:
        add(logger, event, text)
    assert list(refused.value.details["fields"]) == ["text"]
    assert verbs(event.id) == ["create"]


def test_what_is_not_there_cannot_be_commented_or_changed(event: Event, logger: User) -> None:
    with pytest.raises(NotFound):
        add(logger, Event(id="f" * 24))
    with pytest.raises(NotFound):
        edit(logger, "f" * 24, "x")
    id = add(logger, event)
    edit(logger, id, None)
    with pytest.raises(NotFound):
        edit(logger, id, "x")


def test_a_deleted_event_takes_no_comment(event: Event, logger: User) -> None:
    actions.delete_event(actor=Actor("logger"), user=logger, id=event.id)
    with pytest.raises(Conflict, match="deleted"):
        add(logger, event)


def test_a_comment_does_not_overwrite_what_somebody_else_changed_meanwhile(event: Event, logger: User) -> None:
    actions.change_event(actor=Actor("logger"), user=logger, id=event.id, changed={"free_text": "kept"})
    add(logger, event)
    assert Event.objects.get().free_text == "kept"
