"""Syntax errors of YAML in words that help."""

import re

import yaml

from logging_core.loggers.yaml_files.nodes import Place
from logging_core.loggers.yaml_files.problems import Problems

# The published guide shows wildcards without quotes; as YAML that is an alias with letters no alias may have.
_BARE_WILDCARD = re.compile(
    r"^(?P<before>\s*-\s+)(?P<glob>\*[\w*?/.-]*\.ya?ml)(?P<after>\s*(?:#.*)?)$", re.MULTILINE
)


def quote_wildcards(text: str, file: str, problems: Problems) -> str:
    """The text with list items such as `- *_template.yaml` quoted, each with a warning."""

    def quoted(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start("glob")) + 1
        problems.warn(f"{found['glob']} begins with * and should be quoted", Place(file, line))
        return f'{found["before"]}"{found["glob"]}"{found["after"]}'

    return _BARE_WILDCARD.sub(quoted, text)


def explain(trouble: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Line (0: unknown) and cause, with the line itself and a hint where one is at hand."""
    mark = getattr(trouble, "problem_mark", None)
    problem = getattr(trouble, "problem", None) or getattr(trouble, "reason", None) or str(trouble)
    if mark is None:
        return 0, f"not YAML: {problem}"
    lines = text.splitlines() or [""]
    line = lines[min(mark.line, len(lines) - 1)]
    cause = f"not YAML: {problem} (column {mark.column + 1}: {line.strip()[:80]})"
    return mark.line + 1, cause + _hint(line, mark.column)


def _hint(line: str, column: int) -> str:
    if "\t" in line[: column + 1]:
        return "; a tab cannot indent YAML, use blanks"
    if re.search(r"[-:]\s+\*", line):
        return "; a text that begins with * must be quoted"
    if line.count(": ") > 1:
        return "; a text that holds a colon and a blank must be quoted"
    return ""
