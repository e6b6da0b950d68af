from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitoring.completion.stack.planning import Plan, Stream, joined, plan

S = 10**9
A, B, C = "PF.PRO.00.HHE", "PF.PRO.00.HHZ", "PF.RER.90.HHZ"


def test_gaps_that_touch_or_nearly_touch_are_one() -> None:
    gaps = [(0, 5 * S), (5 * S, 9 * S), (15 * S, 20 * S), (40 * S, 41 * S)]
    assert joined(gaps, 10 * S, 10) == [(0, 20 * S), (40 * S, 41 * S)]
    assert joined(gaps, 0, 10) == [(0, 9 * S), (15 * S, 20 * S), (40 * S, 41 * S)]


def test_more_gaps_than_allowed_become_one_and_as_many_as_allowed_stay() -> None:
    gaps = [(number * 100 * S, number * 100 * S + S) for number in range(4)]
    assert joined(gaps, 0, 4) == gaps
    assert joined(gaps, 0, 3) == [(0, 301 * S)]


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 50)), max_size=30),
    st.integers(0, 40),
    st.integers(1, 9),
)
def test_joining_never_loses_a_gap(raw: list[tuple[int, int]], join: int, most: int) -> None:
    gaps = [(start, start + length) for start, length in raw]
    found = joined(gaps, join, most)
    assert all(any(low <= start and end <= high for low, high in found) for start, end in gaps)
    assert len(found) <= most
    assert all(later[0] > earlier[1] + join for earlier, later in pairwise(found))


def test_channels_of_a_multiplexed_station_are_asked_for_together() -> None:
    """The guide's example: one request for PF.PRO.00.HH?, another for PF.RER.90.HHZ."""
    gaps = {A: [(0, 10 * S)], B: [(5 * S, 20 * S), (100 * S, 110 * S)], C: [(5 * S, 20 * S)]}
    streams = [Stream(A, "PF.PRO"), Stream(B, "PF.PRO"), Stream(C)]
    assert plan(gaps, streams, join_ns=0, most_gaps=10) == [
        Plan(0, 20 * S, ((A, (0, 10 * S)), (B, (5 * S, 20 * S))), together=True),
        Plan(5 * S, 20 * S, ((C, (5 * S, 20 * S)),)),
        Plan(100 * S, 110 * S, ((B, (100 * S, 110 * S)),), together=True),
    ]


def test_without_gaps_there_is_nothing_to_plan() -> None:
    assert plan({A: []}, [Stream(A), Stream(B)], join_ns=0, most_gaps=10) == []
