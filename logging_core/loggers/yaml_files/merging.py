"""Laying one file over another."""

from logging_core.loggers.yaml_files.nodes import Node


def merged(under: Node, over: Node) -> Node:
    """Mappings are merged key by key, lists are joined, of anything else the upper one counts."""
    if under.is_mapping and over.is_mapping:
        entries = dict(under.value)
        for key, node in over.value.items():
            entries[key] = merged(entries[key], node) if key in entries else node
        return Node(entries, over.place)
    if under.is_list and over.is_list:
        return Node([*under.value, *over.value], over.place)
    return over
