"""The one rule by which two states of a record become one. Pure: the same on every instance, in any order.

The later version wins: the higher (time, origin). Remarks on a record are merged one by one, so that none is lost.
Merging is commutative, associative and idempotent: instances that know the same versions hold the same state.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Version:
    """`time` in microseconds since 1970, `origin` the instance that made it, `seen` the last of each origin."""

    time: int
    origin: str
    seen: Mapping[str, int] = field(default_factory=dict)

    def made_from(self, other: "Version") -> bool:
        """Whether it was made by somebody who knew the other one."""
        return all(self.seen.get(origin, -1) >= time for origin, time in other.seen.items())


NEVER = Version(-1, "")


@dataclass(frozen=True)
class State:
    """A record as somebody has it: its version, its content (None: deleted), its remarks by their ids."""

    version: Version = NEVER
    content: Json | None = None
    parts: Mapping[str, Json] = field(default_factory=dict)

    def says_the_same(self, other: "State") -> bool:
        return self.content == other.content and self.parts == other.parts


def merged(one: State, other: State) -> State:
    """What both become."""
    winner = max(one, other, key=_rank)
    return State(winner.version, winner.content, merged_parts(one.parts, other.parts))


def in_conflict(one: State, other: State) -> bool:
    """Whether both were made without knowing each other, and differ. What lost is no ancestor of what won."""
    known = one.version.made_from(other.version) or other.version.made_from(one.version)
    return not known and one.content != other.content


def merged_parts(one: Mapping[str, Json], other: Mapping[str, Json]) -> dict[str, Json]:
    return {id: _later_part(one.get(id), other.get(id)) for id in sorted({*one, *other})}


def _later_part(one: Json | None, other: Json | None) -> Json:
    """The higher version of a remark; of equal ones the one taken back, then the one later in the alphabet."""
    return max([part for part in (one, other) if part is not None], key=_rank_of_part)


def _rank_of_part(part: Json) -> tuple[int, bool, str]:
    return part.get("version", 1), bool(part.get("deleted")), _text(part)


def _rank(state: State) -> tuple[int, str, str]:
    """The content decides only between copies of one database, which share an origin."""
    return state.version.time, state.version.origin, _text(state.content)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def digest(value: Any) -> str:
    """A short mark of a content, for comparing two instances."""
    return hashlib.sha256(_text(value).encode()).hexdigest()[:16]
