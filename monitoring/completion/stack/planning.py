"""Requests from gaps: gaps joined, channels of multiplexed stations put together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualitycontrol.archive.spans import Span


@dataclass(frozen=True)
class Stream:
    """A stream by its code, and the station whose channels go together; None: it goes alone."""

    code: str
    together: str | None = None


@dataclass(frozen=True)
class Plan:
    """One request to be: [start_ns, end_ns) of these streams, for the sake of these gaps."""

    start_ns: int
    end_ns: int
    gaps: tuple[tuple[str, Span], ...]
    together: bool = False  # channels of a multiplexed station

    @property
    def codes(self) -> list[str]:
        return sorted({code for code, _ in self.gaps})


def plan(
    gaps: Mapping[str, Iterable[Span]], streams: Iterable[Stream], *, join_ns: int, most_gaps: int
) -> list[Plan]:
    """In the order of time. `gaps` by code; more than `most_gaps` of a stream become one."""
    groups: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    alone: list[Plan] = []
    for stream in streams:
        for span in joined(gaps.get(stream.code, ()), join_ns, most_gaps):
            if stream.together is None:
                alone.append(Plan(*span, ((stream.code, span),)))
            else:
                groups[stream.together].append((stream.code, span))
    together = [made for found in groups.values() for made in _together(found)]
    return sorted(alone + together, key=lambda made: (made.start_ns, made.codes))


def joined(gaps: Iterable[Span], join_ns: int, most: int) -> list[Span]:
    """Gaps that touch or are at most `join_ns` apart are one; more than `most` are one from first to last."""
    found: list[Span] = []
    for start, end in sorted(gaps):
        if found and start <= found[-1][1] + join_ns:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return [(found[0][0], found[-1][1])] if len(found) > most else found


def _together(found: list[tuple[str, Span]]) -> list[Plan]:
    """Gaps of a station that overlap in time, put together from earliest start to latest end."""
    plans: list[Plan] = []
    for code, (start, end) in sorted(found, key=lambda gap: gap[1]):
        if plans and start < plans[-1].end_ns:
            last = plans[-1]
            plans[-1] = Plan(
                last.start_ns, max(last.end_ns, end), (*last.gaps, (code, (start, end))), together=True
            )
        else:
            plans.append(Plan(start, end, ((code, (start, end)),), together=True))
    return plans
