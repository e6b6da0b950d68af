"""Which changes rules answer, and whether an event meets a rule. No database."""

from datetime import timedelta
from typing import Any

import pytest

from logging_core.automation.rules.matching import Seen, meets, news
from logging_core.shared import clock
from logging_core.shared.models import Change

NOW = clock.parse("2026-03-14T12:00:00.000Z")


def option(name: str, value: Any) -> dict[str, Any]:
    return {"event_option_name": name, "event_option_value": value}


def record(**other: Any) -> dict[str, Any]:
    return {
        "id": "5981f167212b348aed7fb9f5",
        "version": 3,
        "ts": "2026-03-14T12:00:00.000Z",
        "event_value": "VEHICLE",
        "event_options": [option("milestone", "On deck")],
        "event_author": "pilot",
        "event_free_text": "",
        "state": "final",
        **other,
    }


def change(verb: str = "update", **other: Any) -> Change:
    fields = {"kind": "event", "verb": verb, "at": NOW, "via": "api", "after": record(), "before": record()}
    return Change(**(fields | other))


def seen(*options: dict[str, Any], value: str = "VEHICLE") -> Seen:
    return Seen.of_record(record(event_value=value, event_options=list(options)))


@pytest.mark.parametrize(
    ("conditions", "options", "fits"),
    [
        ([], [], True),
        ([{"name": "milestone", "value": "On deck"}], [option("milestone", "On deck")], True),
        ([{"name": "milestone", "value": "on deck"}], [option("milestone", "On deck")], False),
        ([{"name": "milestone", "value": "On deck"}], [], False),
        ([{"name": "a", "value": "1"}], [option("a", "2"), option("a", "1")], False),  # the first one counts
        ([{"name": "a", "value": "1"}], [option("a", "1"), option("a", "2")], True),
        ([{"name": "a", "value": "1"}, {"name": "b", "value": "2"}], [option("a", "1")], False),
        ([{"name": "a", "value": "1"}, {"name": "b", "value": "2"}], [option("b", "2"), option("a", "1")], True),
        ([{"name": "a", "value": ""}], [option("a", "")], True),
        ([{"name": "seen", "value": "Fish"}], [option("seen", ["Coral", "Fish"])], True),
        ([{"name": "seen", "value": "Fi"}], [option("seen", ["Coral", "Fish"])], False),
    ],
)
def test_every_condition_has_to_hold_letter_by_letter(conditions: Any, options: Any, fits: bool) -> None:
    assert meets("VEHICLE", conditions, seen(*options)) is fits


def test_the_value_of_the_event_counts_with_its_capitals() -> None:
    assert not meets("VEHICLE", [], seen(value="Vehicle"))


@pytest.mark.parametrize(
    ("made", "answered"),
    [
        (change("create", before=None), True),
        (change("create", before=None, at=NOW + timedelta(seconds=119)), True),
        (change("create", before=None, at=NOW + timedelta(seconds=120)), False),  # an import, a back-fill
        (change("create", before=None, at=NOW + timedelta(hours=3), via="page"), True),  # the network was away
        (change("create", before=None, quiet=True), False),
        (change("create", before=None, after=record(state="draft")), False),
        (change("submit", before=record(state="draft"), at=NOW + timedelta(hours=1)), True),
        (change("update", before=record(ts="2026-03-14T11:00:00.000Z")), True),
        (change("update", before=record(event_options=[])), True),
        (change("update", before=record(event_value="OTHER")), True),
        (change("update", before=record(event_free_text="another")), False),
        (change("comment"), False),
        (change("delete", after=record(state="deleted")), False),
        (change("restore", before=record(state="deleted")), False),
        (change("create", kind="aux_data", before=None), False),
    ],
)
def test_rules_answer_what_is_new_and_what_is_decided_anew(made: Change, answered: bool) -> None:
    assert (news(made) is not None) is answered
