"""Sums of spans, against sets of whole numbers."""

from hypothesis import given
from hypothesis import strategies as st

from qualitycontrol.archive import spans

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(tuple), max_size=8)


def members(some) -> set[int]:
    return {number for start, end in some for number in range(start, end)}


def tidy(some) -> bool:
    """In order, apart from each other, none empty."""
    flat = [edge for span in some for edge in span]
    return flat == sorted(set(flat))


@given(SPANS, SPANS)
def test_they_are_sets(one, other) -> None:
    for result, expected in (
        (spans.union(one), members(one)),
        (spans.common(one, other), members(one) & members(other)),
        (spans.without(one, other), members(one) - members(other)),
    ):
        assert members(result) == expected
        assert tidy(result)
        assert spans.length(result) == len(expected)


@given(SPANS, st.integers(0, 40), st.integers(0, 40))
def test_inside_cuts(one, start, end) -> None:
    assert members(spans.inside(one, start, end)) == members(one) & set(range(start, end))
