"""Reading parts of a definition that must have a certain form."""

from logging_core.loggers.yaml_files.nodes import KeyPath, Node
from logging_core.loggers.yaml_files.problems import Problems

Entries = dict[str, Node]


def mapping_at(parent: Node, key: str, problems: Problems, path: KeyPath = ()) -> Entries:
    """The entries of an optional mapping, with names as text; an empty one counts as absent."""
    node = parent.get(key)
    if node is None or node.value is None:
        return {}
    if not node.is_mapping:
        problems.error(f"expected a mapping, found {kind(node)}", node.place, (*path, key))
        return {}
    return {str(name): entry for name, entry in node.value.items()}


def kind(node: Node) -> str:
    """What a value is, in words for an error."""
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "a boolean", type(None): "nothing"}
    return names.get(type(node.value), "a number")


def without(node: Node, *keys: str) -> Node:
    return node.with_value({key: part for key, part in node.entries() if key not in keys})


def overlaid(under: Node, over: Node, *but: str) -> Node:
    """The keys of `over`, except some, replace those of `under` as a whole."""
    return over.with_value({**under.value, **without(over, *but).value})
