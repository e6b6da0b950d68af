"""Placeholders that nothing filled: every one is an error with its key path."""

from logging_core.loggers.definition.placeholders import OPEN, Malformed, Placeholder, parts_of
from logging_core.loggers.definition.sections import mapping_at
from logging_core.loggers.yaml_files.nodes import KeyPath, Node, Place, walk
from logging_core.loggers.yaml_files.problems import Problems, known


def tell_leftovers(body: Node, top: Node, problems: Problems) -> None:
    variables = mapping_at(top, "variables", Problems())
    for path, node in walk(body):
        key = path[-1] if path else None
        for text in (key, node.value):
            if isinstance(text, str) and OPEN in text:
                _tell(text, node.place, path, set(variables), problems)


def _tell(text: str, place: Place, path: KeyPath, variables: set[str], problems: Problems) -> None:
    try:
        names = [part.name for part in parts_of(text) if isinstance(part, Placeholder)]
    except Malformed as problem:
        problems.error(str(problem), place, path)
        return
    # A name that is defined and still here has failed, and that was told where it failed.
    for name in (name for name in names if name not in variables):
        problems.error(f'the variable "{name}" is not defined{known(variables, name)}', place, path)
