"""What is done with running loggers: apply a definition, choose modes and configs, restart.

Each of these writes the plan of the runtime in the same transaction as the journal.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from logging_core.loggers.models import CONTROL_ID, CruiseDefinition, LoggerControl
from logging_core.loggers.planning import write_plan
from logging_core.loggers.preview import choice_in, device_changes
from logging_core.shared import clock, permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, NotAllowed, wrong

By = permissions.Person | None  # who acts; None is the product itself, or somebody at the server


def check_may_change(by: By) -> None:
    """Raises NotAllowed."""
    if by is not None and not permissions.has_scope(by, permissions.WRITE_LOGGERS):
        raise NotAllowed("Only admins and logger managers may do this.")


def apply_definition(
    *, actor: Actor, by: By, definition: CruiseDefinition, preserve: bool, reason: str = ""
) -> LoggerControl:
    """Run it in its default mode or, with `preserve`, in the mode and configs of now where it has them.

    Loggers whose config stays the same go on running, unless the files of their devices changed.
    """
    check_may_change(by)
    if not definition.folder.is_dir():
        raise Conflict("The folder of this definition is gone: its device files cannot be read. Upload it again.")
    with _changing(actor, "apply", reason) as control:
        choice = choice_in(definition, control if preserve else None)
        for name in device_changes(control, definition, choice.configs):
            control.restarts[name] = control.restarts.get(name, 0) + 1
        control.definition = definition
        control.mode, control.configs = choice.mode, choice.configs
        control.restarts = {name: count for name, count in control.restarts.items() if name in choice.configs}
        control.applied_by, control.applied_at = actor.name, clock.now()
    return control


def delete_definition(*, actor: Actor, by: By) -> LoggerControl:
    """Stop every logger and run no definition. The definition stays in the history."""
    check_may_change(by)
    with _changing(actor, "delete") as control:
        control.definition = None
        control.mode, control.configs, control.restarts = "", {}, {}
        control.applied_by, control.applied_at = actor.name, clock.now()
    return control


def set_mode(*, actor: Actor, by: By, mode: str) -> LoggerControl:
    """Give every logger the config of a mode; also those that had been given another one."""
    check_may_change(by)
    with _changing(actor, "mode") as control:
        modes = _definition(control).expanded["modes"]
        if not isinstance(mode, str) or mode not in modes:
            raise wrong("mode", f'is not a mode of the definition: "{mode}" (known: {", ".join(modes)})')
        control.mode, control.configs = mode, _all_loggers(_definition(control), modes[mode])
    return control


def set_config(*, actor: Actor, by: By, logger: str, config: str) -> LoggerControl:
    """Give one logger another of its own configs; the mode keeps its name."""
    check_may_change(by)
    with _changing(actor, "config") as control:
        names = _config_names(control, logger)
        if config not in names:
            raise wrong("config", f'is not a config of {logger}: "{config}" (known: {", ".join(names)})')
        control.configs[logger] = config
    return control


def restart_logger(*, actor: Actor, by: By, logger: str) -> LoggerControl:
    """Stop the process of a logger and start it anew."""
    check_may_change(by)
    with _changing(actor, "restart") as control:
        _config_names(control, logger)
        control.restarts[logger] = control.restarts.get(logger, 0) + 1
    return control


def rewrite_plan() -> None:
    """After a change of the feeds; to be called inside of its transaction."""
    write_plan(locked())


def locked() -> LoggerControl:
    return LoggerControl.objects.select_for_update(of=("self",)).select_related("definition").get(pk=1)


@contextmanager
def _changing(actor: Actor, verb: str, reason: str = "") -> Iterator[LoggerControl]:
    """The locked control row. What was changed in it is stored, planned, journalled; nothing when nothing was."""
    with recorded(actor, reason) as changes:
        control = locked()
        before = control.record()
        yield control
        if control.record() == before and verb != "apply":
            return
        control.version += 1
        control.save()
        write_plan(control)
        after = control.record()
        changes.add("loggers", verb, CONTROL_ID, before=before, after=after, version=control.version)


def _definition(control: LoggerControl) -> CruiseDefinition:
    if control.definition is None:
        raise Conflict("No cruise definition is loaded.")
    return control.definition


def _config_names(control: LoggerControl, logger: str) -> list[str]:
    definition = _definition(control)
    loggers = definition.expanded["loggers"]
    if not isinstance(logger, str) or logger not in loggers:
        raise wrong("logger", f'is not a logger of the definition: "{logger}" (known: {", ".join(loggers)})')
    return definition.config_names(logger)


def _all_loggers(definition: CruiseDefinition, chosen: dict[str, str]) -> dict[str, str]:
    """Loggers that a mode leaves out have no config in it and are off."""
    return {name: chosen[name] for name in definition.expanded["loggers"] if name in chosen}
