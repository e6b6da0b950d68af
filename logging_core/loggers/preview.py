"""What applying a definition would do: which mode and configs it gets, which loggers start, stop and restart."""

from dataclasses import asdict, dataclass
from typing import Any

from logging_core.loggers.base.building import is_runnable
from logging_core.loggers.base.hiding import in_plain
from logging_core.loggers.definition.differences import differences, restarts
from logging_core.loggers.models import CruiseDefinition, LoggerControl, Plain

NOTHING: Plain = {"loggers": {}, "configs": {}, "modes": {}, "default_mode": None}
MOST_SHOWN = 200  # differences inside of one config


@dataclass(frozen=True)
class Choice:
    mode: str
    configs: dict[str, str]


def choice_in(definition: CruiseDefinition, kept: LoggerControl | None) -> Choice:
    """The mode and configs with which a definition begins.

    From `kept` come its mode and, of each logger, the config, where the definition still has one of that name.
    """
    modes = definition.expanded["modes"]
    mode = kept.mode if kept and kept.mode in modes else definition.expanded["default_mode"]
    chosen = {name: modes[mode][name] for name in definition.expanded["loggers"] if name in modes[mode]}
    if kept is not None:
        for name, config in kept.configs.items():
            if name in definition.expanded["loggers"] and config in definition.config_names(name):
                chosen[name] = config
    return Choice(mode, chosen)


def running(definition: CruiseDefinition | None, configs: dict[str, str]) -> dict[str, Plain]:
    """The configs that really run."""
    known = definition.expanded["configs"] if definition else {}
    return {name: known[config] for name, config in configs.items() if is_runnable(known.get(config) or {})}


def device_changes(control: LoggerControl, definition: CruiseDefinition, configs: dict[str, str]) -> list[str]:
    """Loggers whose config stays the same while the files of their devices do not."""
    if control.definition is None:
        return []
    before, after = running(control.definition, control.configs), running(definition, configs)
    old, new = control.definition.devices, definition.devices
    return [
        name
        for name in after
        if before.get(name) == after[name] and old.get(control.configs[name]) != new.get(configs[name])
    ]


def preview(control: LoggerControl, definition: CruiseDefinition, preserve: bool) -> Plain:
    """As JSON: the choice, loggers to start, stop and restart with what changed, and what differs in the file."""
    choice = choice_in(definition, control if preserve else None)
    before, after = running(control.definition, control.configs), running(definition, choice.configs)
    change = restarts(before, after)
    devices = device_changes(control, definition, choice.configs)
    current = control.definition.expanded if control.definition else NOTHING
    return {
        "mode": choice.mode,
        "start": [{"logger": name, "config": choice.configs[name]} for name in change.added],
        "stop": [{"logger": name, "config": control.configs[name]} for name in change.removed],
        "restart": [_restart(name, control, choice, before, after) for name in change.changed]
        + [{"logger": name, "config": choice.configs[name], "changes": [], "devices": True} for name in devices],
        "unchanged": [name for name in after if name not in change.added + change.changed + devices],
        "differences": _told(asdict(differences(current, definition.expanded))),
    }


def _restart(
    name: str, control: LoggerControl, choice: Choice, before: dict[str, Plain], after: dict[str, Plain]
) -> Plain:
    return {
        "logger": name,
        "config": choice.configs[name],
        "config_before": control.configs[name],
        "changes": changes_between(before[name], after[name])[:MOST_SHOWN],
        "devices": False,
    }


def changes_between(before: Any, after: Any, path: str = "") -> list[Plain]:
    """Every value that came, went or changed, by its key path; null stands for one that is not there."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*before, *(key for key in after if key not in before)]
        pairs = [(f"{path}.{key}".lstrip("."), before.get(key), after.get(key)) for key in keys]
    elif isinstance(before, list) and isinstance(after, list):
        longest = max(len(before), len(after))
        pairs = [(f"{path}[{n}]", _at(before, n), _at(after, n)) for n in range(longest)]
    else:
        key = path.rpartition(".")[2]
        return [{"path": path, "before": in_plain(before, key), "after": in_plain(after, key)}]
    return [change for key, old, new in pairs for change in changes_between(old, new, key)]


def _at(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else None


def _told(found: Plain) -> Plain:
    """Sections without a difference are left out."""
    return {
        name: part for name, part in found.items() if part and (not isinstance(part, dict) or any(part.values()))
    }
