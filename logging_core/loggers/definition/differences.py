"""What a new definition changes, so that only that is restarted."""

from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """Names that came, went, or are the same name for something else."""

    added: list[str]
    removed: list[str]
    changed: list[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Differences:
    """`loggers` changed when their list of configs or one of these configs differs; `top` names other keys."""

    loggers: Change
    configs: Change
    modes: Change
    top: Change
    default_mode: tuple[str | None, str | None] | None

    def __bool__(self) -> bool:
        return any((self.loggers, self.configs, self.modes, self.top, self.default_mode))


def differences(before: Plain, after: Plain) -> Differences:
    """Compares two expanded definitions in their plain form (`Definition.as_dict`)."""
    defaults = (before.get("default_mode"), after.get("default_mode"))
    return Differences(
        loggers=_change(_with_configs(before), _with_configs(after)),
        configs=_change(before.get("configs", {}), after.get("configs", {})),
        modes=_change(before.get("modes", {}), after.get("modes", {})),
        top=_change(_others(before), _others(after)),
        default_mode=defaults if defaults[0] != defaults[1] else None,
    )


def restarts(before: dict[str, Plain], after: dict[str, Plain]) -> Change:
    """Loggers to start, to stop and to restart, between two choices `{logger: config}` of plain configs."""
    return _change(before, after)


def _with_configs(definition: Plain) -> Plain:
    configs = definition.get("configs", {})
    return {
        name: {**logger, "configs": {config: configs.get(config) for config in logger["configs"]}}
        for name, logger in definition.get("loggers", {}).items()
    }


def _others(definition: Plain) -> Plain:
    return {
        key: value
        for key, value in definition.items()
        if key not in ("loggers", "configs", "modes", "default_mode")
    }


def _change(before: Plain, after: Plain) -> Change:
    return Change(
        added=[name for name in after if name not in before],
        removed=[name for name in before if name not in after],
        changed=[name for name in after if name in before and after[name] != before[name]],
    )
