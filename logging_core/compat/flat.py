"""Records with their parts side by side, as rows of a table."""

from collections import defaultdict
from typing import Any

Row = dict[str, Any]


def flat_event(event: Row) -> Row:
    """One column for each answer, two for each measured value; a name that comes again is numbered."""
    row = {name: value for name, value in event.items() if name not in ("event_options", "aux_data")}
    row["event_free_text"] = one_line(row["event_free_text"])
    seen: dict[str, int] = defaultdict(int)
    for option in event["event_options"]:
        name = f"event_option.{option['event_option_name']}"
        row[_numbered(seen, name)] = option["event_option_value"]
    for record in event.get("aux_data", ()):
        for element in record["data_array"]:
            name = _numbered(seen, f"{record['data_source']}.{element['data_name']}")
            row[f"{name}_value"] = element["data_value"]
            row[f"{name}_uom"] = element.get("data_uom")
    return row


def _numbered(seen: dict[str, int], name: str) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}_{seen[name]}"


def flat_voyage(kind: str, record: Row) -> Row:
    """The metadata beside the other columns; lists in one cell; files, flag and access list left out."""
    meta_key, tags_key = f"{kind}_additional_meta", f"{kind}_tags"
    left_out = {meta_key, f"{kind}_hidden", f"{kind}_access_list", f"{kind}_files"}
    row = {name: value for name, value in {**record[meta_key], **record}.items() if name not in left_out}
    described = f"{kind}_description"
    row[described] = one_line(str(row.get(described) or ""))
    row[tags_key] = record[tags_key]
    return {name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in row.items()}


def one_line(text: str) -> str:
    return text.replace("\n", "\\n")
