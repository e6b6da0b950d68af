"""From a file to a checked definition, or to everything that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path

from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.components import check_configs
from logging_core.loggers.definition.cruise import check_cruise
from logging_core.loggers.definition.definition import Definition
from logging_core.loggers.definition.expansion import expand
from logging_core.loggers.yaml_files.folders import Base
from logging_core.loggers.yaml_files.includes import IncludingReader
from logging_core.loggers.yaml_files.nodes import Place
from logging_core.loggers.yaml_files.problems import Problem, Problems, TooMuch


@dataclass(frozen=True)
class Outcome:
    """`definition` is None when there are errors; `files` lists the file and its includes."""

    definition: Definition | None
    errors: list[Problem]
    warnings: list[Problem]
    files: list[Path]


def load(
    path: Path, base_dir: Path | None = None, site: Site | None = None, check_components: bool = True
) -> Outcome:
    """Loads, expands and checks a cruise definition; nothing outside of it is touched.

    Relative includes start at `base_dir`, and nothing outside of it is read; without it the file's own folder is
    the base. Components are looked up in `site`, which says what the operator allows; without `check_components`
    they may be anything, which is enough to see what a file expands to.
    """
    folder = base_dir or path.parent
    problems = Problems()
    reader = IncludingReader(Base(folder), problems)
    definition = None
    try:
        top = reader.read(path)
        if top is not None:
            definition = expand(top, problems)
            check_cruise(definition, problems)
        if definition is not None and check_components:
            check_configs(definition, site or Site(base_dir=folder), problems)
    except (TooMuch, RecursionError) as limit:
        cause = str(limit) if isinstance(limit, TooMuch) else "nested too deeply"
        problems.error(cause, Place(str(path), 0))
    return Outcome(None if problems.errors else definition, problems.errors, problems.warnings, reader.files)
