"""The steps from a merged file to a definition that names everything it runs."""

from typing import Any

from logging_core.loggers.definition.definition import Definition
from logging_core.loggers.definition.inline_configs import gather
from logging_core.loggers.definition.leftovers import tell_leftovers
from logging_core.loggers.definition.modes import ModeReader
from logging_core.loggers.definition.scopes import Variation
from logging_core.loggers.definition.sections import Entries, kind, mapping_at, without
from logging_core.loggers.definition.substitution import Substitution
from logging_core.loggers.definition.templates import Templates
from logging_core.loggers.yaml_files.nodes import Node
from logging_core.loggers.yaml_files.problems import Problems, known

CONSUMED = ("variables", "logger_templates", "config_templates")
TOP_LEVEL = [
    "cruise",
    "loggers",
    "configs",
    "modes",
    "default_mode",
    "includes",
    "includes_base_dir",
    "variables",
    "logger_templates",
    "config_templates",
    "preserve_mode",
]


def expand(top: Node, problems: Problems) -> Definition:
    """Templates, then global variables, then inline configs, then modes; every problem is noted."""
    _tell_unknown_keys(top, problems)
    work = Substitution(problems)
    scope = Variation(work, mapping_at(top, "variables", problems))
    templates = Templates(
        mapping_at(top, "logger_templates", problems),
        mapping_at(top, "config_templates", problems),
        scope,
        work,
        problems,
    )
    body = _with_templates(without(top, *CONSUMED), templates)
    body = work.apply(body, scope, ())
    tell_leftovers(body, top, problems)
    return _resolved(body, problems)


def _with_templates(body: Node, templates: Templates) -> Node:
    sections = dict(body.value)
    loggers = _loggers(body, templates.problems)
    filled = {name: templates.logger(name, node, ("loggers", name)) for name, node in loggers.items()}
    if "loggers" in sections:
        sections["loggers"] = sections["loggers"].with_value(filled)
    configs = mapping_at(body, "configs", templates.problems)
    if configs:
        scope = templates.global_scope
        configs = {name: templates.config(node, scope, ("configs", name)) for name, node in configs.items()}
        sections["configs"] = sections["configs"].with_value(configs)
    return body.with_value(sections)


def _loggers(body: Node, problems: Problems) -> Entries:
    section = body.get("loggers")
    if section is None:
        problems.error('a cruise definition needs the key "loggers"', body.place, ("loggers",))
        return {}
    if section.value is None or section.value == {}:
        problems.error("names no logger", section.place, ("loggers",))
    loggers = mapping_at(body, "loggers", problems)
    for name, node in loggers.items():
        if not node.is_mapping:
            cause = f"a logger is a mapping with its configs, not {kind(node)}"
            problems.error(cause, node.place, ("loggers", name))
    return {name: node for name, node in loggers.items() if node.is_mapping}


def _resolved(body: Node, problems: Problems) -> Definition:
    loggers = {str(name): node for name, node in (body.get("loggers") or body.with_value({})).entries()}
    names, configs = gather(loggers, mapping_at(body, "configs", problems), problems)
    configs = {name: _config(name, node, problems) for name, node in configs.items()}
    reader = ModeReader(names, configs, problems)
    section = body.get("modes")
    modes = reader.read(section)
    default = reader.default(body.get("default_mode"), modes, section is None or section.is_empty)
    return Definition(body, _with_names(loggers, names), configs, modes, default)


def _config(name: str, node: Node, problems: Problems) -> Node:
    if node.value is None:
        problems.warn("empty; read as {}, which means not running", node.place, ("configs", name))
        return node.with_value({})
    if not node.is_mapping:
        problems.error(f"a config is a mapping, not {kind(node)}", node.place, ("configs", name))
        return node.with_value({})
    return node


def _with_names(loggers: Entries, names: dict[str, list[str]]) -> Entries:
    filled: dict[str, Any] = {}
    for logger, node in loggers.items():
        listed = [Node(name, node.place) for name in names[logger]]
        filled[logger] = node.with_value({**node.value, "configs": node.with_value(listed)})
    return filled


def _tell_unknown_keys(top: Node, problems: Problems) -> None:
    for key, node in top.entries():
        if key not in TOP_LEVEL:
            problems.warn(f"unknown key, kept as it is{known(TOP_LEVEL, key)}", node.place, (str(key),))
