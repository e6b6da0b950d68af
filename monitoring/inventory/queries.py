"""Which streams: by patterns, and when they were open."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from logging_core.shared.errors import wrong
from monitoring.inventory.models import NSLC, Epoch
from qualitycontrol.archive.spans import Span, inside, union

FOREVER = 2**63 - 1
JOKERS = {"?": "[^.]", "*": "[^.]*"}
PATTERN = re.compile(r"[A-Z0-9?*-]{0,8}(\.[A-Z0-9?*-]{0,8}){3}", re.IGNORECASE)


def streams() -> QuerySet[NSLC]:
    """With everything their codes are made of, in one query."""
    return NSLC.objects.select_related("station__network", "location", "channel")


def matching(patterns: Iterable[str]) -> list[NSLC]:
    """Streams whose code matches one of the shell patterns `PF.*..HH?`. A wrong pattern is refused."""
    wanted = [_expression(pattern) for pattern in patterns]
    return [stream for stream in streams() if any(one.fullmatch(stream.code) for one in wanted)]


def _expression(pattern: str) -> re.Pattern[str]:
    """A joker stands for letters and digits of one part only, never for a dot."""
    if not PATTERN.fullmatch(pattern):
        raise wrong("nslc_list", f"{pattern!r} must look like NET.STA.LOC.CHA, with ? and * for any")
    plain = ".".join("" if part == "--" else part for part in pattern.upper().split("."))
    return re.compile("".join(JOKERS.get(sign, re.escape(sign)) for sign in plain))


def open_spans(nslcs: Iterable[NSLC], start_ns: int, end_ns: int) -> dict[str, list[Span]]:
    """By code: when each stream was open in [start, end), merged. Streams without epochs are always open."""
    wanted = {stream.pk: stream.code for stream in nslcs}
    epochs: dict[int, list[Span]] = defaultdict(list)
    rows = Epoch.objects.filter(nslc__in=wanted).values_list("nslc_id", "start_ns", "end_ns")
    for pk, start, end in rows:
        epochs[pk].append((start, FOREVER if end is None else end))
    whole = [(start_ns, end_ns)]
    return {
        code: inside(union(epochs[pk]), start_ns, end_ns) if pk in epochs else whole for pk, code in wanted.items()
    }
