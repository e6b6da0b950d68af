"""Scalars of YAML 1.1 by the safe rules; dates stay the text they were written as."""

from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

PREFIX = "tag:yaml.org,2002:"
MERGE = PREFIX + "merge"
BOOLEAN = PREFIX + "bool"
TEXTS = {PREFIX + name for name in ("str", "timestamp", "value", "merge")}
NUMBERS = {PREFIX + "int": "an integer", PREFIX + "float": "a number"}
_resolver = Resolver()


class UnknownTag(ValueError):
    """A tag that builds something else than a plain value."""


def tag_of(event: yaml.ScalarEvent) -> str:
    if event.tag and event.tag != "!":
        return event.tag
    return _resolver.resolve(yaml.ScalarNode, event.value, event.implicit)


def value_of(tag: str, text: str) -> Any:
    """The value of a scalar. Raises UnknownTag, or ValueError when the text is not what its tag says."""
    if tag in TEXTS:
        return text
    if tag == PREFIX + "null":
        return None
    if tag == BOOLEAN:
        return _boolean(text)
    if tag in NUMBERS:
        return _number(tag, text)
    raise UnknownTag(f"the tag {short(tag)} is not allowed; only plain values are")


def short(tag: str) -> str:
    return tag.replace(PREFIX, "!!")


def _boolean(text: str) -> bool:
    try:
        return SafeConstructor.bool_values[text.lower()]
    except KeyError:
        raise ValueError(f'"{text}" is not a boolean') from None


def _number(tag: str, text: str) -> Any:
    constructor = SafeConstructor()
    node = yaml.ScalarNode(tag, text)
    try:
        return (
            constructor.construct_yaml_int(node)
            if tag.endswith(":int")
            else constructor.construct_yaml_float(node)
        )
    except (ValueError, IndexError):
        raise ValueError(f'"{text}" is not {NUMBERS[tag]}') from None
