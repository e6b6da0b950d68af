"""The merge rule: whatever order states come in, and however often, the end is the same."""

import json
from functools import reduce
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logging_core.automation.sync.merging import NEVER, State, Version, in_conflict, merged

# The first draw of a run is slow, whatever it is.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ORIGINS = st.sampled_from(["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"])
TIMES = st.integers(0, 3)
CONTENTS = st.none() | st.fixed_dictionaries({"value": st.sampled_from(["FISH", "CORAL"]), "n": st.integers(0, 2)})
PARTS = st.dictionaries(
    st.sampled_from(["p", "q"]),
    st.fixed_dictionaries({"version": st.integers(1, 2), "deleted": st.booleans(), "text": st.sampled_from("xy")}),
    max_size=2,
)


@st.composite
def versions(draw: Any) -> Version:
    time, origin = draw(TIMES), draw(ORIGINS)
    seen = draw(st.dictionaries(ORIGINS, TIMES, max_size=3))
    return Version(time, origin, {**seen, origin: time})


STATES = st.builds(State, versions(), CONTENTS, PARTS)


def plain(state: State) -> Any:
    return state.version.time, state.version.origin, state.content, dict(state.parts)


@PATIENT
@given(STATES, STATES)
def test_it_does_not_matter_who_merges(one: State, other: State) -> None:
    assert plain(merged(one, other)) == plain(merged(other, one))


@PATIENT
@given(STATES, STATES, STATES)
def test_it_does_not_matter_who_is_first(one: State, two: State, three: State) -> None:
    assert plain(merged(merged(one, two), three)) == plain(merged(one, merged(two, three)))


@PATIENT
@given(STATES, STATES)
def test_hearing_it_again_changes_nothing(one: State, other: State) -> None:
    once = merged(one, other)
    assert plain(merged(once, other)) == plain(merged(once, one)) == plain(once)


@PATIENT
@given(st.lists(STATES, min_size=1, max_size=4))
def test_every_order_ends_alike(states: list[State]) -> None:
    ends = {json.dumps(plain(reduce(merged, order, State())), sort_keys=True) for order in permutations(states)}
    assert len(ends) == 1


@PATIENT
@given(STATES)
def test_whatever_comes_first_is_taken(state: State) -> None:
    assert plain(merged(State(), state)) == plain(state)
    assert not in_conflict(State(), state)


def test_the_higher_time_wins_and_then_the_higher_origin() -> None:
    early, late = State(Version(1, "b", {"b": 1}), {"n": 1}), State(Version(2, "a", {"a": 2}), {"n": 2})
    assert merged(early, late).content == {"n": 2}
    same = State(Version(1, "c", {"c": 1}), {"n": 3})
    assert merged(early, same).content == {"n": 3}


def test_a_deletion_wins_only_when_it_is_later() -> None:
    edit, deletion = State(Version(2, "a", {"a": 2}), {"n": 1}), State(Version(1, "b", {"b": 1}), None)
    assert merged(edit, deletion).content == {"n": 1}
    later = State(Version(3, "b", {"b": 3}), None)
    assert merged(edit, later).content is None


def test_a_change_made_in_knowledge_of_the_other_is_no_conflict() -> None:
    first = State(Version(1, "a", {"a": 1}), {"n": 1})
    built_on_it = State(Version(2, "b", {"a": 1, "b": 2}), {"n": 2})
    made_apart = State(Version(2, "b", {"b": 2}), {"n": 2})
    assert not in_conflict(first, built_on_it)
    assert in_conflict(first, made_apart)
    assert not in_conflict(first, State(made_apart.version, first.content))


def test_nobody_has_made_what_never_was() -> None:
    assert NEVER.time < 0
    assert State().content is None
