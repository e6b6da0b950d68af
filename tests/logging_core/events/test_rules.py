from datetime import timedelta
from typing import Any

import pytest

from logging_core.events.models import Event
from logging_core.events.rules import checked_options, may_edit
from logging_core.shared import clock
from logging_core.shared.errors import BadInput
from tests.logging_core.events.making import log, option

NORMALISED = {
    "Some  Name X": "some_name_x",
    "Sample ID": "sample_id",
    "depth": "depth",
}
AS_TEXT = [("text", "text"), ("", ""), (5, "5"), (1.5, "1.5"), (-0.0, "-0.0"), (True, "true"), (False, "false")]


@pytest.mark.parametrize(("written", "stored"), NORMALISED.items())
def test_names_of_options_are_normalised(written: str, stored: str) -> None:
    assert checked_options([option(written, "x")]) == [option(stored, "x")]


@pytest.mark.parametrize(("sent", "stored"), AS_TEXT)
def test_an_answer_is_a_text(sent: Any, stored: str) -> None:
    assert checked_options([option("a", sent)]) == [option("a", stored)]


def test_several_choices_stay_a_list_in_their_order() -> None:
    assert checked_options([option("a", ["z", "b", ""])]) == [option("a", ["z", "b", ""])]


def test_options_keep_their_order_and_doubles() -> None:
    options = [option(name, str(number)) for number, name in enumerate("zbazk")]
    assert checked_options(options) == options


WRONG = [
    ("text", "event_options"),
    (None, "event_options"),
    ({}, "event_options"),
    ([option("a", "x")] * 501, "event_options"),
    (["text"], "event_options[0]"),
    ([option("a", "x"), {}], "event_options[1].event_option_name"),
    ([option("", "x")], "event_options[0].event_option_name"),
    ([option("x" * 101, "x")], "event_options[0].event_option_name"),
    ([option(5, "x")], "event_options[0].event_option_name"),
    ([option("a", None)], "event_options[0].event_option_value"),
    ([option("a", {"b": 1})], "event_options[0].event_option_value"),
    ([option("a", [1])], "event_options[0].event_option_value"),
    ([option("a", ["\x00"])], "event_options[0].event_option_value"),
    ([option("a", "\ud800")], "event_options[0].event_option_value"),
    ([option("a", "x" * 10_001)], "event_options[0].event_option_value"),
    ([option("a", float("inf"))], "event_options[0].event_option_value"),
    ([option("a", float("nan"))], "event_options[0].event_option_value"),
]


@pytest.mark.parametrize(("options", "field"), WRONG, ids=[field for _, field in WRONG])
def test_a_wrong_option_is_refused_by_its_place(options: Any, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_options(options)
    assert list(refused.value.details["fields"]) == [field]


# Who may change or delete an event that "logger" made so many minutes ago.
OWN, FOREIGN = "logger", "somebody else"
EDITING = [
    # person, made by, state, minutes ago, by the rule "owner", by the rule "anyone"
    ("admin", FOREIGN, "final", 99_999, True, True),
    ("cruise_manager", FOREIGN, "final", 99_999, True, True),
    ("event_manager", FOREIGN, "final", 99_999, True, True),
    ("event_manager", FOREIGN, "draft", 0, True, True),
    ("template_manager", FOREIGN, "final", 0, False, True),
    ("logger", FOREIGN, "final", 0, False, True),
    ("logger", FOREIGN, "draft", 0, False, True),
    ("logger", OWN, "final", 0, True, True),
    ("logger", OWN, "final", 29, True, True),
    ("logger", OWN, "final", 31, False, True),
    ("logger", OWN, "deleted", 31, False, True),
    ("logger", OWN, "draft", 99_999, True, True),
    ("watcher", FOREIGN, "final", 0, False, False),
    ("guest", FOREIGN, "final", 0, False, True),
]


@pytest.mark.parametrize("rule", ["owner", "anyone"])
@pytest.mark.parametrize(("person", "maker", "state", "minutes", "by_owner", "by_anyone"), EDITING)
def test_who_may_change_an_event(
    people, settings, logger, person, maker, state, minutes, by_owner, by_anyone, rule
) -> None:
    settings.EVENT_EDITING, settings.EVENT_OWNER_MINUTES = rule, 30
    event = log(logger if maker == OWN else None)
    Event.objects.update(state=state, received_at=clock.now() - timedelta(minutes=minutes))
    event.refresh_from_db()
    assert may_edit(people(person), event) is (by_owner if rule == "owner" else by_anyone)


def test_an_owner_who_may_only_watch_by_now_may_not_change_his_event(logger) -> None:
    event = log(logger)
    logger.roles = ["event_watcher"]
    assert not may_edit(logger, event)
    assert not may_edit(None, event)
