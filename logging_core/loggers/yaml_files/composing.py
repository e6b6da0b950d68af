"""Text of a YAML file to nodes, without recursion: depth, size and aliases are limited while reading."""

from typing import Any

import yaml

from logging_core.loggers.yaml_files import scalars
from logging_core.loggers.yaml_files.limits import DEEPEST_NESTING, MOST_VALUES
from logging_core.loggers.yaml_files.nodes import Node, Place
from logging_core.loggers.yaml_files.problems import Problems, TooMuch
from logging_core.loggers.yaml_files.syntax import explain, quote_wildcards

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str, file: str, problems: Problems) -> Node | None:
    """The one document of the text, or None for an empty file or when an error was noted."""
    text = quote_wildcards(text, file, problems)
    composer = _Composer(file, problems)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
    except TooMuch as limit:
        problems.error(str(limit), Place(file, composer.line))
    except yaml.YAMLError as trouble:
        line, cause = explain(trouble, text)
        problems.error(cause, Place(file, line))
    else:
        return composer.root
    return None


class _Open:
    """A list or mapping that is being read."""

    __slots__ = ("anchor", "entries", "is_mapping", "key", "line", "size")

    def __init__(self, is_mapping: bool, line: int, anchor: str | None) -> None:
        self.is_mapping = is_mapping
        self.line = line
        self.anchor = anchor
        self.entries: list[tuple[Node | None, Node]] = []
        self.key: Node | None = None
        self.size = 1


class _Composer:
    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.root: Node | None = None
        self.line = 1
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        self.line = event.start_mark.line + 1 if event.start_mark else self.line
        if isinstance(event, yaml.ScalarEvent):
            self._done(self._scalar(event), 1, event.anchor)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document()

    def _document(self) -> None:
        self._documents += 1
        if self._documents == 2:
            self.problems.error("a second document begins here; a file holds one", Place(self.file, self.line))

    def _start(self, event: Any) -> None:
        if len(self._open) >= DEEPEST_NESTING:
            raise TooMuch(f"nested deeper than {DEEPEST_NESTING} levels")
        if event.tag not in (None, "!", scalars.PREFIX + "map", scalars.PREFIX + "seq"):
            self._wrong(f"the tag {scalars.short(event.tag)} is not allowed; only plain values are")
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), self.line, event.anchor))

    def _end(self) -> None:
        done = self._open.pop()
        place = Place(self.file, done.line)
        value: Any = self._mapping(done) if done.is_mapping else [node for _, node in done.entries]
        self._done(Node(value, place), done.size, done.anchor)

    def _alias(self, name: str | None) -> None:
        if name is None or name not in self._anchors:
            self._wrong(f"the alias *{name} names nothing that ends before this line")
            self._done(Node(None, Place(self.file, self.line)), 1, None)
            return
        node, size = self._anchors[name]
        self._done(node, size, None)

    def _done(self, node: Node, size: int, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self.root = node if self.root is None else self.root
            return
        parent = self._open[-1]
        parent.size += size
        if parent.size > MOST_VALUES:
            raise TooMuch(f"more than {MOST_VALUES} values once aliases are put in")
        if parent.is_mapping and parent.key is None:
            parent.key = Node(node.value, Place(self.file, self.line), node.written)
        else:
            parent.entries.append((parent.key, node))
            parent.key = None

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        place = Place(self.file, self.line)
        tag = scalars.tag_of(event)
        try:
            value = scalars.value_of(tag, event.value)
        except ValueError as problem:
            self._wrong(str(problem))
            value = None
        return Node(value, place, event.value if tag in (scalars.BOOLEAN, scalars.MERGE) else None)

    def _mapping(self, done: _Open) -> dict[Any, Node]:
        merged: dict[Any, Node] = {}
        own: dict[Any, Node] = {}
        for key, node in done.entries:
            assert key is not None  # noqa: S101 - for the type checker
            if key.written == "<<" and key.value == "<<":
                merged = {**self._merge(node), **merged}
            else:
                self._add(own, key, node)
        return {**merged, **own}

    def _add(self, entries: dict[Any, Node], key: Node, node: Node) -> None:
        name = self._key(key)
        if name in entries:
            self._warn(
                f'the key "{name}" was given before, in line {entries[name].place.line}; this one counts', key
            )
        entries[name] = Node(node.value, key.place, node.written)

    def _key(self, key: Node) -> Any:
        if key.is_mapping or key.is_list:
            self.problems.error("a list or mapping cannot be a key", key.place)
            return None
        if isinstance(key.value, bool):
            self._warn(f"unquoted {key.written} is a boolean in YAML; read as the word, better quote it", key)
            return key.written
        return key.value

    def _merge(self, node: Node) -> dict[Any, Node]:
        """The entries that `<<: ...` brings; of a list of mappings the first one counts."""
        sources = node.items() if node.is_list else [node]
        brought: dict[Any, Node] = {}
        for source in reversed(sources):
            if not source.is_mapping:
                self.problems.error("the merge key << needs a mapping, or a list of mappings", node.place)
                return {}
            brought |= source.value
        return brought

    def _wrong(self, cause: str) -> None:
        self.problems.error(cause, Place(self.file, self.line))

    def _warn(self, cause: str, key: Node) -> None:
        self.problems.warn(cause, key.place)
