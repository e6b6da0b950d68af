"""Sums of half-open spans [start, end): sorted, apart from each other, of whole nanoseconds."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]


def union(spans: Iterable[Span]) -> list[Span]:
    """Sorted; spans that overlap or touch become one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return joined


def inside(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Every span cut to [start, end)."""
    cut = ((max(low, start), min(high, end)) for low, high in spans)
    return [(low, high) for low, high in cut if low < high]


def common(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """What both sums hold."""
    one = list(one)
    return without(one, without(one, other))


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What the first sum holds and the second does not."""
    left: list[Span] = []
    holes = union(taken)
    passed = 0
    for start, end in union(spans):
        while passed < len(holes) and holes[passed][1] <= start:
            passed += 1
        left += _without(start, end, holes, passed)
    return left


def _without(start: int, end: int, holes: list[Span], first: int) -> Iterator[Span]:
    while first < len(holes) and holes[first][0] < end:
        if start < holes[first][0]:
            yield start, holes[first][0]
        start = holes[first][1]
        first += 1
    if start < end:
        yield start, end


def length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
