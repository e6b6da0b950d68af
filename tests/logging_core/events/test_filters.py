"""The filter language: every row of its table, with literal meaning."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from logging_core.accounts.models import User
from logging_core.events.aux_data import attach_aux_data
from logging_core.events.comments import comment_on_event
from logging_core.events.filters import EventFilter, Terms
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.errors import BadInput
from logging_core.shared.ids import new_id
from tests.logging_core.events.making import NOON, actor, log, option

LONG = "long " * 2048  # 10 kB
# One event a line: value, author, free text, answers, comment, sources
RECORD: list[tuple[str, str, str, list[Any], str, list[str]]] = [
    ("FISH", "Ana", "a red one", [], "", ["vehicleRealtimeNavData"]),
    ("CORAL", "Anatol", "FISH beside it", [], "", ["framegrabber", "ctd"]),
    ("SAMPLE", "bo", "", ["Fish scale", ["left", "Right arm"]], "", []),
    ("ASNAP", "asnap", "", [], "", ["vehicleRealtimeNavData"]),
    ("ASNAP_CHANGE", "bo", "", [], "was it a fish?", []),
    ("100%", "bo", "50_50", ["a.*b", "C:\\dir"], "", []),
    ("Größe", "Émile", "tiefes Blau", [], "", []),
    ("(bracket", "bo", "[x", ["a,b"], "", []),
    ("NOTE", "bo", LONG, [], "", []),
]
VALUES = [row[0] for row in RECORD]


@pytest.fixture
def record(logger: User) -> None:
    for minute, (value, author, text, answers, comment, sources) in enumerate(RECORD):
        options = [option(f"option {number}", answer) for number, answer in enumerate(answers)]
        moment = NOON + timedelta(minutes=minute)
        event = log(logger, value, author=author, free_text=text, options=options, ts=moment)
        if comment:
            comment_on_event(actor=actor(logger), user=logger, event_id=event.id, id=new_id(), text=comment)
        for source in sources:
            attach_aux_data(actor=actor(None), event=event, data_source=source, data_array=[])


def asked(**query: Any) -> EventFilter:
    return EventFilter.of(QueryDict(urlencode(query, doseq=True)))


def found(**query: Any) -> list[str]:
    return list(Event.objects.matching(asked(**query)).values_list("value", flat=True))


def but(*values: str) -> list[str]:
    return [value for value in VALUES if value not in values]


FISHY = ["FISH", "CORAL", "SAMPLE", "ASNAP_CHANGE"]
TABLE: list[tuple[dict[str, Any], list[str]]] = [
    ({}, VALUES),
    # fulltext: value, free text, any answer, any comment; a part of it; without regard to case
    ({"fulltext": "fish"}, FISHY),
    ({"fulltext": "FiSh"}, FISHY),
    ({"fulltext": "red"}, ["FISH"]),
    ({"fulltext": "right arm"}, ["SAMPLE"]),
    ({"fulltext": "was it"}, ["ASNAP_CHANGE"]),
    ({"fulltext": "größe"}, ["Größe"]),
    ({"fulltext": "Ana"}, []),
    ({"fulltext": "option_0"}, []),
    # several terms are alternatives; a negated one looks only at the value; both kinds combine with and
    ({"fulltext": ["red", "blau"]}, ["FISH", "Größe"]),
    ({"fulltext": "!fish"}, but("FISH")),
    ({"fulltext": ["!ASNAP"]}, but("ASNAP", "ASNAP_CHANGE")),
    ({"fulltext": ["fish", "!coral"]}, ["FISH", "SAMPLE", "ASNAP_CHANGE"]),
    ({"fulltext": ["!fish", "!coral"]}, but("FISH", "CORAL")),
    ({"fulltext": ["!red"]}, VALUES),
    # value
    ({"value": "s"}, ["FISH", "SAMPLE", "ASNAP", "ASNAP_CHANGE"]),
    ({"value": ["fish", "coral"]}, ["FISH", "CORAL"]),
    ({"value": ["s", "!asnap"]}, ["FISH", "SAMPLE"]),
    ({"value": "!fish"}, but("FISH")),
    ({"value": "fish", "fulltext": "!FISH"}, []),
    # author
    ({"author": "ana"}, ["FISH", "CORAL"]),
    ({"author": ["ÉMILE", "asnap"]}, ["ASNAP", "Größe"]),
    ({"author": "fish"}, []),
    # free text
    ({"freetext": "FISH"}, ["CORAL"]),
    ({"freetext": ["red", "beside"]}, ["FISH", "CORAL"]),
    # source of aux data
    ({"datasource": "NAV"}, ["FISH", "ASNAP"]),
    ({"datasource": ["frame", "vehicle"]}, ["FISH", "CORAL", "ASNAP"]),
    ({"datasource": "winch"}, []),
    # times, both ends included
    ({"startTS": "2026-03-14T12:07:00Z"}, VALUES[7:]),
    ({"startTS": "2026-03-14T12:07:00.001Z"}, VALUES[8:]),
    ({"stopTS": "2026-03-14T12:01:00Z"}, VALUES[:2]),
    ({"startTS": "2026-03-14T13:01:00+01:00", "stopTS": "2026-03-14T12:02:00Z"}, VALUES[1:3]),
    # order
    ({"sort": "newest"}, VALUES[::-1]),
    ({"sort": "oldest"}, VALUES),
    # fields combine with and
    ({"fulltext": "fish", "author": "bo"}, ["SAMPLE", "ASNAP_CHANGE"]),
    ({"fulltext": "fish", "author": "bo", "value": "!asnap"}, ["SAMPLE"]),
    # empty ones count as absent
    ({"fulltext": "", "value": "", "author": "", "sort": "", "startTS": ""}, VALUES),
    ({"fulltext": [" ", "!"]}, VALUES),
    ({"fulltext": [" fish "]}, FISHY),
    ({"fulltext": ["! fish"]}, but("FISH")),
    # every sign means itself
    ({"fulltext": "%"}, ["100%"]),
    ({"fulltext": "_"}, ["ASNAP_CHANGE", "100%"]),
    ({"fulltext": "0_5"}, ["100%"]),
    ({"fulltext": "a.*b"}, ["100%"]),
    ({"fulltext": "C:\\dir"}, ["100%"]),
    ({"fulltext": "("}, ["(bracket"]),
    ({"fulltext": "["}, ["(bracket"]),
    ({"fulltext": "a,b"}, ["(bracket"]),
    ({"fulltext": "fish?"}, ["ASNAP_CHANGE"]),
    ({"fulltext": "^FISH$"}, []),
    ({"value": "!%"}, but("100%")),
    ({"fulltext": "' OR 1=1 --"}, []),
    # no match reaches from one field into the next
    ({"fulltext": "FISHa"}, []),
    ({"fulltext": "scaleleft"}, []),
    # very long ones too
    ({"fulltext": LONG.strip()}, ["NOTE"]),
    ({"fulltext": "x" * 10_240}, []),
    ({"fulltext": "!" + "x" * 10_240}, VALUES),
]


@pytest.mark.parametrize(("query", "expected"), TABLE, ids=[str(query)[:60] for query, _ in TABLE])
def test_the_filter_finds_what_its_table_says(record: None, query: dict[str, Any], expected: list[str]) -> None:
    assert found(**query) == expected


def test_a_deleted_event_is_never_found_and_a_draft_is(record: None) -> None:
    Event.objects.filter(value="FISH").update(state="deleted")
    Event.objects.filter(value="CORAL").update(state="draft")
    assert found(fulltext="fish") == ["CORAL", "SAMPLE", "ASNAP_CHANGE"]
    assert found() == but("FISH")


def test_aux_data_that_was_set_aside_is_not_found(record: None) -> None:
    event = Event.objects.get(value="FISH")
    event.aux_data.update(retired_at=clock.now())
    assert found(datasource="nav") == ["ASNAP"]


TYPED = {
    "fish": Terms(("fish",)),
    "!FISH,CORAL": Terms(("CORAL",), ("FISH",)),
    "a, b ,c": Terms(("a", "b", "c")),
    ",,": Terms(),
    "!": Terms(),
    "! , !": Terms(),
    "": Terms(),
    "!!x": Terms((), ("!x",)),
    "a!b": Terms(("a!b",)),
}


@pytest.mark.parametrize(("text", "terms"), TYPED.items())
def test_in_a_typed_filter_comma_is_or_and_an_exclamation_mark_is_not(text: str, terms: Terms) -> None:
    assert Terms.typed(text) == terms


def test_a_term_cannot_reach_from_one_field_into_the_next(record: None) -> None:
    stored = Event.objects.get(value="FISH").search_text
    assert "FISH\x1fa red one" in stored
    with pytest.raises(BadInput, match="fulltext"):
        found(fulltext="FISH\x1fa")


def test_more_than_a_hundred_terms_are_refused() -> None:
    asked(value=["x"] * 100)
    with pytest.raises(BadInput, match="value"):
        asked(value=["x"] * 101)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30))
def test_any_typed_text_is_understood(text: str) -> None:
    terms = Terms.typed(text)
    assert all(word and word == word.strip() for word in terms.wanted + terms.unwanted)
    assert not any(word.startswith("!") for word in terms.wanted)
