"""Records with their parts side by side, as rows of a table: names of columns, and beside them the cells."""

from collections import defaultdict
from functools import lru_cache
from typing import Any

from logging_core.exchange.as_sealog.cells import cell, quoted

Record = dict[str, Any]
Names = tuple[str, ...]
FlatRow = tuple[Names, list[str]]
PARTS = {"event_options", "aux_data"}


def flat_event(event: Record) -> FlatRow:
    """One column for each answer, two for each measured value; a name that comes again is numbered."""
    options, aux_data = event["event_options"], event.get("aux_data", ())
    plain = tuple(name for name in event if name not in PARTS)
    measured = [element for record in aux_data for element in record["data_array"]]
    cells = [quoted(one_line(event[name]) if name == "event_free_text" else event[name]) for name in plain]
    cells += [cell(option["event_option_value"]) for option in options]
    for element in measured:
        cells += (cell(element["data_value"]), cell(element.get("data_uom")))
    answered = tuple(option["event_option_name"] for option in options)
    sources = tuple(record["data_source"] for record in aux_data for _ in record["data_array"])
    return event_columns(plain, answered, sources, tuple(element["data_name"] for element in measured)), cells


@lru_cache(maxsize=10_000)
def event_columns(plain: Names, answered: Names, sources: Names, measured: Names) -> Names:
    """Most events of an export have the columns of another one; `sources` and `measured` go together."""
    seen: dict[str, int] = defaultdict(int)
    columns = [*plain, *(_numbered(seen, f"event_option.{name}") for name in answered)]
    for source, name in zip(sources, measured, strict=True):
        numbered = _numbered(seen, f"{source}.{name}")
        columns += (f"{numbered}_value", f"{numbered}_uom")
    return tuple(columns)


def _numbered(seen: dict[str, int], name: str) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}_{seen[name]}"


def flat_voyage(kind: str, record: Record) -> FlatRow:
    """The metadata beside the other columns; lists in one cell; files, flag and access list left out."""
    meta_key, tags_key = f"{kind}_additional_meta", f"{kind}_tags"
    left_out = {meta_key, f"{kind}_hidden", f"{kind}_access_list", f"{kind}_files"}
    row = {name: value for name, value in {**record[meta_key], **record}.items() if name not in left_out}
    described = f"{kind}_description"
    row[described] = one_line(str(row.get(described) or ""))
    row[tags_key] = record[tags_key]
    return tuple(row), [cell(",".join(map(str, v)) if isinstance(v, list) else v) for v in row.values()]


def one_line(text: str) -> str:
    return text.replace("\n", "\\n")
