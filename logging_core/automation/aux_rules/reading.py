"""A configuration of values as it is written (YAML files, or JSON of the pages), read and checked.

Every problem is told with its line and key. What is not known is told, too; it is an error where leaving it out
would give other values.
"""

from dataclasses import dataclass
from typing import Any

from logging_core.automation.aux_rules.reading_steps import read_steps
from logging_core.automation.aux_rules.reading_texts import needed_text, only, optional_text, text_of
from logging_core.automation.aux_rules.wanted import Wanted
from logging_core.loggers.yaml_files.composing import compose
from logging_core.loggers.yaml_files.limits import LARGEST_FILE
from logging_core.loggers.yaml_files.nodes import KeyPath, Node, Place
from logging_core.loggers.yaml_files.problems import Problems

ENTRY = ("data_source", "query_measurements", "aux_record_lookup")
LOOKUP = ("name", "uom", "round", "no_output", "static", "modify")
FLAGS = ("no_output", "abs")
MOST_VALUES = 200


@dataclass(frozen=True)
class Entry:
    """One record of an InfluxDB configuration file; `lookup` is its map as plain data, as it is stored."""

    data_source: str
    measurements: tuple[str, ...]
    values: tuple[Wanted, ...]
    lookup: dict[str, Any]


def read_file(text: str, file: str, problems: Problems) -> list[Entry]:
    """The entries of a configuration file; empty when there are errors."""
    if len(text.encode()) > LARGEST_FILE:
        problems.error("the file is larger than 1 MiB", Place(file, 0))
        return []
    root = compose(text, file, problems)
    if problems.errors:
        return []
    if root is None or not root.is_list or not root.items():
        problems.error("must be a list of entries, each beginning with - data_source:", Place(file, 1))
        return []
    entries = [_entry(node, (index,), problems) for index, node in enumerate(root.items())]
    _tell_doubles(entries, root, problems)
    return [] if problems.errors else entries


def _entry(node: Node, path: KeyPath, problems: Problems) -> Entry:
    only(node, ENTRY, path, problems)
    source = needed_text(node, "data_source", path, problems)
    if len(source) > 100:
        problems.error("is longer than 100 characters", node.value["data_source"].place, (*path, "data_source"))
    lookup = node.get("aux_record_lookup")
    values = read_lookup(lookup or Node(None, node.place), (*path, "aux_record_lookup"), problems)
    return Entry(source, _measurements(node, path, problems), tuple(values), plain_lookup(lookup))


def _tell_doubles(entries: list[Entry], root: Node, problems: Problems) -> None:
    seen: set[str] = set()
    for index, (entry, node) in enumerate(zip(entries, root.items(), strict=True)):
        if entry.data_source in seen:
            cause = f'the data source "{entry.data_source}" was given before; this entry counts'
            problems.warn(cause, node.place, (index, "data_source"))
        seen.add(entry.data_source)


def _measurements(node: Node, path: KeyPath, problems: Problems) -> tuple[str, ...]:
    found, path = node.get("query_measurements"), (*path, "query_measurements")
    if found is None or not found.is_list or not found.items():
        problems.error("must be a list of names of measurements", (found or node).place, path)
        return ()
    return tuple(text_of(part, (*path, place), problems) for place, part in enumerate(found.items()))


def read_lookup(node: Node, path: KeyPath, problems: Problems) -> list[Wanted]:
    """The values of a record in their order."""
    if not node.is_mapping or not node.entries():
        problems.error("must map the name of each field to what becomes of it", node.place, path)
        return []
    if len(node.entries()) > MOST_VALUES:
        problems.error(f"has more than {MOST_VALUES} values", node.place, path)
        return []
    return [_wanted(str(field), part, (*path, field), problems) for field, part in node.entries()]


def _wanted(field: str, node: Node, path: KeyPath, problems: Problems) -> Wanted:
    if not node.is_mapping:
        problems.error("must be a mapping with a name, or with no_output: true", node.place, path)
        return Wanted(field)
    only(node, LOOKUP, path, problems)
    hidden = bool((found := node.get("no_output")) and found.value)
    return Wanted(
        field,
        name="" if hidden else needed_text(node, "name", path, problems),
        uom=optional_text(node, "uom", path, problems) or "",
        round=_round(node, path, problems),
        no_output=hidden,
        static=optional_text(node, "static", path, problems),
        modify=tuple(read_steps(node, path, problems)),
    )


def _round(node: Node, path: KeyPath, problems: Problems) -> int | None:
    found = node.get("round")
    if found is None or found.value is None:
        return None
    if type(found.value) is not int or not -15 <= found.value <= 15:
        problems.error("must be a number of decimals, from -15 to 15", found.place, (*path, "round"))
        return None
    return found.value


def plain_lookup(node: Node | None) -> Any:
    """The map as plain data; a word that YAML takes for a boolean stays the word it is."""
    if node is None or node.value is None:
        return {}
    if node.is_mapping:
        return {str(key): bool(part.value) if key in FLAGS else plain_lookup(part) for key, part in node.entries()}
    if node.is_list:
        return [plain_lookup(part) for part in node.items()]
    return node.word()
