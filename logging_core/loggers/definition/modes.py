"""Modes: which config each logger runs in it."""

from dataclasses import dataclass

from logging_core.loggers.definition.sections import Entries, kind
from logging_core.loggers.yaml_files.nodes import KeyPath, Node, Place
from logging_core.loggers.yaml_files.problems import Problems, known

Modes = dict[str, dict[str, str]]


@dataclass
class ModeReader:
    """Brings the forms of `modes` to one: mode -> logger -> config.

    `loggers` gives the config names of each logger in file order.
    """

    loggers: dict[str, list[str]]
    configs: Entries
    problems: Problems

    def read(self, section: Node | None) -> Modes:
        """Without modes, one mode `default` takes the first config of every logger."""
        if section is None or section.is_empty:
            return {"default": {logger: names[0] for logger, names in self.loggers.items() if names}}
        if not section.is_mapping:
            self.problems.error(f"expected a mapping, found {kind(section)}", section.place, ("modes",))
            return {}
        return {str(name): self._mode(str(name), node, ("modes", name)) for name, node in section.entries()}

    def default(self, node: Node | None, modes: Modes, inferred: bool) -> str | None:
        """The mode to begin with: `default` when modes were inferred, else the one named, else the first."""
        if inferred or node is None or node.value is None:
            return next(iter(modes), None)
        name = str(node.word())
        if name not in modes:
            cause = f'default mode "{name}" is not one of the modes{known(modes, name)}'
            self.problems.error(cause, node.place, ("default_mode",))
        return name

    def _mode(self, name: str, mode: Node, path: KeyPath) -> dict[str, str]:
        if mode.is_mapping:
            chosen = {str(logger): self._chosen(str(logger), node, path) for logger, node in mode.entries()}
            self._tell_missing(name, chosen, mode.place, path, self.problems.warn)
        elif mode.is_list:
            chosen = self._from_list(name, mode, path)
            self._tell_missing(name, chosen, mode.place, path, self.problems.error)
        else:
            cause = f"a mode is a mapping of loggers to configs or a list of configs, not {kind(mode)}"
            self.problems.error(cause, mode.place, path)
            return {}
        return chosen

    def _chosen(self, logger: str, node: Node, path: KeyPath) -> str:
        config = str(node.word())
        path = (*path, logger)
        if logger not in self.loggers:
            self.problems.error(f'unknown logger "{logger}"{known(self.loggers, logger)}', node.place, path)
        elif config not in self.configs:
            names = self.loggers[logger]
            self.problems.error(f'unknown config "{config}"{known(names, config)}', node.place, path)
        elif config not in self.loggers[logger]:
            self.problems.warn(f'"{config}" is not among the configs of {logger}', node.place, path)
        return config

    def _from_list(self, mode: str, section: Node, path: KeyPath) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for number, item in enumerate(section.items()):
            config = str(item.word())
            logger = next((name for name, names in self.loggers.items() if config in names), None)
            if logger is None:
                cause = f'no logger found for "{config}" in mode {mode}{known(self.configs, config)}'
                self.problems.error(cause, item.place, (*path, number))
                continue
            if logger in chosen:
                cause = f'{logger} has "{chosen[logger]}" in this mode already; "{config}" counts'
                self.problems.warn(cause, item.place, (*path, number))
            chosen[logger] = config
        return {logger: chosen[logger] for logger in self.loggers if logger in chosen}

    def _tell_missing(self, mode: str, chosen: dict[str, str], place: Place, path: KeyPath, tell) -> None:  # type: ignore[no-untyped-def]
        missing = [logger for logger in self.loggers if logger not in chosen]
        if missing:
            tell(f"no config defined for {', '.join(missing)} in mode {mode}", place, path)
