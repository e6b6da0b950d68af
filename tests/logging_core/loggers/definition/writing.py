"""Definitions written for a test."""

from pathlib import Path
from textwrap import dedent
from typing import Any

from logging_core.loggers.definition.loading import Outcome, load
from logging_core.loggers.yaml_files.nodes import dotted

RUN = "{readers: {class: TextFileReader}, writers: {class: TextFileWriter}}"


def loaded(folder: Path, text: str, **others: str) -> Outcome:
    """The outcome of a file `cruise.yaml` with other files `NAME.yaml` beside it."""
    for name, content in others.items():
        (folder / f"{name}.yaml").write_text(dedent(content))
    (folder / "cruise.yaml").write_text(dedent(text))
    return load(folder / "cruise.yaml")


def expanded(folder: Path, text: str, **others: str) -> dict[str, Any]:
    outcome = loaded(folder, text, **others)
    assert outcome.errors == []
    assert outcome.definition is not None
    return outcome.definition.as_dict()


def error(folder: Path, text: str, **others: str) -> tuple[int, str, str]:
    """Line, key path and cause of the only error."""
    outcome = loaded(folder, text, **others)
    assert outcome.definition is None
    assert len(outcome.errors) == 1, [str(problem) for problem in outcome.errors]
    problem = outcome.errors[0]
    return problem.place.line, dotted(problem.path), problem.cause
