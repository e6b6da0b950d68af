"""The README of a package: for somebody who has nothing but the package, years later."""

from collections.abc import Iterator, Sequence
from typing import Any

from logging_core.exchange.package.bag import CHECKSUM, MANIFEST
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.steps import Copies, Step
from logging_core.exchange.package.versions import software
from logging_core.shared import clock
from logging_core.voyages.models import Voyage

NAME = "README.txt"
PEOPLE_AND_PLACES = ("vessel", "pi", "participants", "departure_location", "arrival_location")
HOW_TO_READ = f"""\
Times      All times are UTC, in ISO 8601: 2023-03-14T22:15:39.479Z. The local time of the ship is nowhere used.
Units      Every measured value has its unit beside it: data_uom in JSON, the column ..._uom in tables.
           ddeg are decimal degrees (WGS 84), north and east positive; depths are metres, positive downwards.
Texts      UTF-8. In JSON, letters beyond ASCII are written as \\uXXXX. Tables are CSV with a comma; empty cells
           are values that are not known.
Events     belong to a cruise or a lowering by their time alone: from its start to its stop, both included.
Ids        of 24 hexadecimal digits are the same in all files: aux data names its event by event_id.

How to verify
-------------
This is a bag (BagIt, RFC 8493): {MANIFEST} beside the folder data/ lists the {CHECKSUM.upper()} checksum of each
file, and bag-info.txt says when the package was made. One of these, in the folder that holds bagit.txt:

    sha512sum --quiet --check {MANIFEST}
    python -m bagit --validate .             (the Python library bagit)
    manage.py verify_package FOLDER          (Sealog; names each file that is missing, added or altered)
"""


def text(chosen: Chosen, listed: Sequence[tuple[str, Step]]) -> Iterator[str]:
    """`listed`: what the package holds, under its name in the folder data/."""
    title = f"Sealog package of {title_of(chosen)}"
    yield f"{title}\n{'=' * len(title)}\n\nMade by {software()}.\n\n"
    yield from _summary(chosen.cruise)
    for lowering in chosen.lowerings:
        yield from _summary(lowering)
    yield "Files, below data/\n------------------\n"
    for name, step in listed:
        yield f"{name}\n    {step.about}{_amount(step)}\n"
    yield f"\nHow to read them\n----------------\n{HOW_TO_READ}"


def title_of(chosen: Chosen) -> str:
    cruise = f"cruise {chosen.cruise.name}"
    return cruise if chosen.whole_cruise else f"lowering {chosen.lowerings[0].name} of {cruise}"


def _summary(voyage: Voyage) -> Iterator[str]:
    title = f"{voyage.KIND.title()} {voyage.name}"
    yield f"{title}\n{'-' * len(title)}\n"
    for name, value in _facts(voyage):
        if value:
            yield f"{name + ':':<20} {_one_line(value)}\n"
    yield "\n"


def _facts(voyage: Voyage) -> Iterator[tuple[str, Any]]:
    kind, meta = voyage.KIND, voyage.meta
    yield "from", clock.iso(voyage.start_ts)
    yield "to", clock.iso(voyage.stop_ts) if voyage.stop_ts else "still under way when this was made"
    yield "place", voyage.location
    for name in PEOPLE_AND_PLACES:
        yield name.replace("_", " "), meta.get(f"{kind}_{name}")
    yield "tags", voyage.tags
    for group in ("milestones", "stats"):
        found = meta.get(group)
        named = found.items() if isinstance(found, dict) else ()
        for name, value in sorted(named, key=lambda one: str(one[1])):  # milestones in the order of time
            yield name.removeprefix("lowering_").replace("_", " "), value
    yield "description", meta.get(f"{kind}_description")


def _one_line(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(words.split())


def _amount(step: Step) -> str:
    if isinstance(step, Copies):
        absent = f"; {step.absent} more were not there" if step.absent else ""
        return f" ({_number(len(step.made()), 'file')}{absent})"
    return "" if step.records is None else f" ({_number(step.records, 'record')})"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
