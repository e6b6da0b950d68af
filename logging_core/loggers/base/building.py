"""Components and pipelines from a logger config in plain form."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from logging_core.loggers.base import registry
from logging_core.loggers.base.arguments import checked
from logging_core.loggers.base.component import Component
from logging_core.loggers.base.composed import ComposedReader, ComposedWriter
from logging_core.loggers.base.mirrored import MirroredReader, MirroredTransform
from logging_core.loggers.base.pipeline import Pipeline
from logging_core.loggers.base.sections_of_config import NESTED, OTHER_KEYS, READER, SECTIONS, TRANSFORM
from logging_core.loggers.base.site import Site
from logging_core.loggers.yaml_files.nodes import KeyPath, dotted
from logging_core.loggers.yaml_files.problems import known

MANIFEST_KEYS = ("class", "module", "kwargs")


class BadConfig(ValueError):
    """A config that cannot be built; `complaints` holds every key path and cause."""

    def __init__(self, complaints: list[tuple[KeyPath, str]]) -> None:
        self.complaints = complaints
        super().__init__("; ".join(f"{dotted(path)}: {cause}" for path, cause in complaints))


def build_pipeline(config: Mapping[str, Any], site: Site) -> Pipeline:
    """What a config runs. Raises BadConfig."""
    builder = Builder(site)
    sections = builder.sections(config)
    readers = [part for part in sections["readers"] if part is not None]
    if not readers and not builder.complaints:
        builder.complain(("readers",), "a config that runs needs a reader")
    if builder.complaints:
        raise BadConfig(builder.complaints)
    writer = ComposedWriter(sections["transforms"], sections["writers"])
    return Pipeline(ComposedReader(readers), writer, float(config.get("interval") or 0))


def build_stderr_writer(config: Mapping[str, Any], site: Site) -> ComposedWriter | None:
    """Where the logger's own log lines go besides its log, if a config says so. Raises BadConfig."""
    builder = Builder(site)
    writers = builder.sections({"stderr_writers": config.get("stderr_writers")})["stderr_writers"]
    if builder.complaints:
        raise BadConfig(builder.complaints)
    return ComposedWriter(writers=writers) if writers else None


def is_runnable(config: Mapping[str, Any]) -> bool:
    """A config without readers and writers means: not running."""
    return bool(config.get("readers") or config.get("writers"))


@dataclass
class Builder:
    """Builds every component of a config and goes on after a mistake, to complain of all of them at once."""

    site: Site
    complaints: list[tuple[KeyPath, str]] = field(default_factory=list)
    cautions: list[tuple[KeyPath, str]] = field(default_factory=list)

    def complain(self, path: KeyPath, cause: str) -> None:
        self.complaints.append((path, cause))

    def sections(self, config: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The components of each section of a config, in order."""
        for key in config:
            if key not in SECTIONS and key not in OTHER_KEYS:
                self.complain((key,), f"unknown key of a config{known([*SECTIONS, *OTHER_KEYS], key)}")
        if "check_format" in config:
            self.cautions.append((("check_format",), "is not needed any more and does nothing"))
        self._check_interval(config.get("interval"))
        return {name: self._components(config.get(name), kind, (name,)) for name, kind in SECTIONS.items()}

    def component(self, manifest: Any, kind: str, path: KeyPath) -> Component | None:
        """One component of `{class: ..., module: ..., kwargs: {...}}`, or None with a complaint."""
        if not isinstance(manifest, Mapping):
            self.complain(path, f"expected a mapping with the class of a {kind}")
            return None
        for key in manifest:
            if key not in MANIFEST_KEYS:
                self.complain((*path, key), f"unknown key of a component{known(MANIFEST_KEYS, key)}")
        name = manifest.get("class")
        if not isinstance(name, str):
            self.complain(path, f'the {kind} needs a "class"')
            return None
        try:
            found = registry.find(kind, name, manifest.get("module"), self.site)
        except ValueError as problem:
            self.complain((*path, "class"), str(problem))
            return None
        return self._made(found, kind, manifest.get("kwargs"), (*path, "kwargs"))

    def _made(self, component: type[Component], kind: str, kwargs: Any, path: KeyPath) -> Component | None:
        if kwargs is not None and not isinstance(kwargs, Mapping):
            self.complain(path, "expected a mapping of arguments")
            return None
        before = len(self.complaints)
        given = {str(name): self._nested(str(name), value, path) for name, value in (kwargs or {}).items()}
        arguments = checked(
            component, given, lambda name, cause: self.complain((*path, name) if name else path, cause)
        )
        if len(self.complaints) > before:
            return None
        if "site" in inspect.signature(component.__init__).parameters:
            arguments["site"] = self.site
        try:
            made = component(**arguments)
        except (ValueError, TypeError) as problem:
            self.complain(path, f"{component.__name__}: {problem}")
            return None
        self.cautions += [(path, caution) for caution in made.cautions()]
        return self._with_common(made, kind, given)

    def _nested(self, name: str, value: Any, path: KeyPath) -> Any:
        if name not in NESTED or value is None:
            return value
        if name.endswith("s"):
            return self._components(value, NESTED[name], (*path, name))
        return self.component(value, NESTED[name], (*path, name))

    def _components(self, value: Any, kind: str, path: KeyPath) -> list[Any]:
        """A list of components, also when only one is written; empty is none."""
        if not value:
            return []
        if isinstance(value, Mapping):
            return [self.component(value, kind, path)]
        if not isinstance(value, list):
            self.complain(path, f"expected one {kind} or a list of them")
            return []
        return [self.component(part, kind, (*path, number)) for number, part in enumerate(value)]

    def _with_common(self, made: Component, kind: str, given: Mapping[str, Any]) -> Component:
        made.quiet = bool(given.get("quiet", made.quiet))
        made.encoding = given.get("encoding", made.encoding) or None
        made.encoding_errors = given.get("encoding_errors", made.encoding_errors)
        writer = given.get("mirror_to")
        if writer is not None and kind == READER:
            return MirroredReader(made, writer)  # type: ignore[arg-type]
        if writer is not None and kind == TRANSFORM:
            return MirroredTransform(made, writer)  # type: ignore[arg-type]
        return made

    def _check_interval(self, interval: Any) -> None:
        if interval is not None and (isinstance(interval, bool) or not isinstance(interval, int | float)):
            self.complain(("interval",), f"expected seconds as a number, found {interval!r}")
