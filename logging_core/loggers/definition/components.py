"""Building every config once, to see that it can be built: classes, arguments and their values."""

from logging_core.loggers.base.building import Builder
from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.definition import Definition
from logging_core.loggers.yaml_files.nodes import KeyPath, plain
from logging_core.loggers.yaml_files.problems import Problems


def check_configs(definition: Definition, site: Site, problems: Problems) -> None:
    """Every complaint names the loggers of the config, the key path and the line."""
    users = _users(definition)
    for name, node in definition.configs.items():
        builder = Builder(site)
        for part in builder.sections(plain(node)).values():
            for component in part:
                if component is not None:
                    component.close()
        for path, cause in builder.complaints:
            problems.error(
                _whose(cause, users.get(name)), _place(definition, name, path), ("configs", name, *path)
            )
        for path, cause in builder.cautions:
            problems.warn(_whose(cause, users.get(name)), _place(definition, name, path), ("configs", name, *path))


def _users(definition: Definition) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for logger in definition.loggers:
        for name in definition.config_names(logger):
            users.setdefault(name, []).append(logger)
    return users


def _whose(cause: str, loggers: list[str] | None) -> str:
    return f"logger {', '.join(loggers)}: {cause}" if loggers else cause


def _place(definition: Definition, name: str, path: KeyPath):  # type: ignore[no-untyped-def]
    """The line of the key, or of the nearest one above it that was written."""
    for length in range(len(path), -1, -1):
        place = definition.place((name, *path[:length]))
        if place is not None:
            return place
    raise KeyError(name)
