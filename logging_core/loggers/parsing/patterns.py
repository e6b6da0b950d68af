"""The pattern language of device definitions: format() in reverse, compiled once to one regular expression.

`{name:type}` is kept, `{:type}` is not, `{{` and `}}` are braces; the whole text must match, in any case
of letters. It equals the `parse` package (1.22) with the additional types of `field_types`; docs/loggers.md states
the differences.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from logging_core.loggers.parsing.field_types import Converter, FieldType, named

FLAGS = re.IGNORECASE | re.DOTALL
_PARTS = re.compile(r"({{|}}|{[\w-]*(?:\.[\w-]+|\[[^]]+])*(?::[^}]+)?})")
_SPEC = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>=^]))?[-+ ]?0?(?P<width>[0-9]+)?[,_]?(?:\.(?P<precision>[0-9]+))?(?P<type>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A field that is a group: its name in the pattern, its name outside (None: not wanted), its converter."""

    name: str
    outside: str | None
    convert: Converter | None


class Pattern:
    """One compiled pattern.

    With `names` only the fields listed there are kept, under their new names, and those without a value are left
    out; without it every named field is kept, also when it is None.
    Raises ValueError for an unknown type, and for one name with two types.
    """

    def __init__(self, text: str, names: Mapping[str, str] | None = None) -> None:
        self.text = text
        builder = Builder(text, names)
        self.keeps_nothing_values = names is None
        self.kept = tuple(builder.kept)
        self._match = re.compile("".join(builder.expressions), FLAGS).fullmatch

    def parse(self, text: str) -> dict[str, Any] | None:
        """Values by name, or None when the text does not match or holds a date that does not exist."""
        found = self.read(text)
        return None if found is None else found[0]

    def read(self, text: str) -> tuple[dict[str, Any], tuple[str, ...]] | None:
        """As `parse`, with the names of the fields that held something but no value that counts."""
        found = self._match(text)
        if found is None:
            return None
        try:
            return self._values(found.groups())
        except ValueError:
            return None

    def _values(self, texts: tuple[str, ...]) -> tuple[dict[str, Any], tuple[str, ...]]:
        values: dict[str, Any] = {}
        refused: tuple[str, ...] = ()
        for kept, text in zip(self.kept, texts, strict=True):
            if kept.outside is None:
                continue
            value = kept.convert(text) if kept.convert is not None else text
            if value is not None:
                values[kept.outside] = value
                continue
            if text:
                refused += (kept.name,)
            if self.keeps_nothing_values:
                values[kept.outside] = None
        return values, refused


class Builder:
    """Writes the regular expression of a pattern, one for each of its `parts` (a field, or the text between two).

    Only kept fields are groups, so they are numbered in order.
    """

    def __init__(self, text: str, names: Mapping[str, str] | None) -> None:
        self.names = names
        self.kept: list[Kept] = []
        self.specs: dict[str, str] = {}
        self.groups: dict[str, int] = {}
        self.repeated = _repeated_names(text)
        self.parts = [part for part in _PARTS.split(text) if part]
        self.expressions = [self._part(part, part is self.parts[-1]) for part in self.parts]

    def _part(self, part: str, last: bool) -> str:
        if part in ("{{", "}}"):
            return re.escape(part[0])
        if part[0] == "{" and part[-1] == "}":
            return self._field(part[1:-1], last)
        return re.escape(part)

    def _field(self, inside: str, last: bool) -> str:
        name, _, spec = inside.partition(":")
        if not name[:1].isalpha():
            return _padded(spec, f"(?:{_regex(name, spec, last)})")
        if name in self.specs:
            return self._again(name, spec)
        self.specs[name] = spec
        regex = _regex(name, spec, last)
        if self.names is not None and name not in self.names and name not in self.repeated:
            return _padded(spec, f"(?:{regex})")
        return _padded(spec, self._group(name, spec, regex))

    def _group(self, name: str, spec: str, regex: str) -> str:
        kind = _parsed(spec)["type"]
        outside = name if self.names is None else self.names.get(name)
        self.kept.append(Kept(name, outside, named(name, kind).convert if kind else None))
        self.groups[name] = len(self.kept)
        return f"({regex})"

    def _again(self, name: str, spec: str) -> str:
        if self.specs[name] != spec:
            raise ValueError(f'field "{name}" is given twice with different types')
        return rf"(?:\{self.groups[name]})"


def _repeated_names(text: str) -> set[str]:
    names = [part[1:-1].partition(":")[0] for part in _PARTS.findall(text)]
    return {name for name in names if names.count(name) > 1}


def _parsed(spec: str) -> dict[str, str]:
    found = _SPEC.fullmatch(spec)
    return {key: value or "" for key, value in found.groupdict().items()} if found else {}


def _regex(name: str, spec: str, last: bool) -> str:
    parts = _parsed(spec)
    if parts["type"]:
        return _typed(named(name, parts["type"]), parts)
    if parts["width"] or parts["precision"]:
        return f".{{{parts['width'] or 1},{parts['precision']}}}?"
    return ".+" if last else ".+?"


def _typed(kind: FieldType, parts: dict[str, str]) -> str:
    if kind.numeric and parts["align"] == "=":
        return f"(?:{re.escape(parts['fill'] or '0')})*(?:{kind.regex})"
    if parts["type"] == "d" and parts["width"]:
        return kind.regex.replace("]+", f"]{{1,{int(parts['width'])}}}")
    if parts["type"] in "fF" and parts["precision"] == "0":
        return r"[ ]?[-+]?(?:[0-9]+|nan|inf)"
    return kind.regex


def _padded(spec: str, group: str) -> str:
    """The blanks, or what else fills a field, that stand beside the value and are not part of it."""
    parts = _parsed(spec)
    fill = re.escape(parts.get("fill") or " ")
    align = parts.get("align") or (">" if parts.get("width") else "")
    before = f"(?:{fill})*" if align in (">", "^") else ""
    after = f"(?:{fill})*" if align in ("<", "^") else ""
    return before + group + after
