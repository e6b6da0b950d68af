"""Configs written inside their logger move to the top as LOGGER-NAME; lists of names are checked."""

from logging_core.loggers.definition.sections import Entries, kind
from logging_core.loggers.yaml_files.nodes import KeyPath, Node
from logging_core.loggers.yaml_files.problems import Problems, known


def gather(loggers: Entries, configs: Entries, problems: Problems) -> tuple[dict[str, list[str]], Entries]:
    """Config names of each logger in file order, and all configs: those at the top first, then the inline ones."""
    all_configs = dict(configs)
    names: dict[str, list[str]] = {}
    for logger, node in loggers.items():
        path = ("loggers", logger, "configs")
        section = node.get("configs")
        if section is not None and section.is_mapping:
            names[logger] = _moved(logger, section, all_configs, problems, path)
    for logger, node in loggers.items():
        if logger not in names:
            names[logger] = _listed(node, all_configs, problems, ("loggers", logger, "configs"))
    return {logger: names[logger] for logger in loggers}, all_configs


def _moved(logger: str, section: Node, configs: Entries, problems: Problems, path: KeyPath) -> list[str]:
    if not section.value:
        problems.error("the logger has no configs", section.place, path)
    names = []
    for short, config in section.entries():
        name = f"{logger}-{short}"
        if name in configs:
            problems.warn(f'replaces the config "{name}" of {configs[name].place}', config.place, (*path, short))
        configs[name] = config
        names.append(name)
    return names


def _listed(logger: Node, configs: Entries, problems: Problems, path: KeyPath) -> list[str]:
    section = logger.get("configs")
    if section is None or section.is_empty:
        problems.error("the logger has no configs", (section or logger).place, path)
        return []
    if not section.is_list:
        problems.error(f"expected a mapping or a list of config names, found {kind(section)}", section.place, path)
        return []
    names = [str(item.word()) for item in section.items()]
    for number, (name, item) in enumerate(zip(names, section.items(), strict=True)):
        if name not in configs:
            problems.error(
                f'config "{name}" not found in configs{known(configs, name)}', item.place, (*path, number)
            )
    return names
