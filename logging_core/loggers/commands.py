"""Commands as text: of the command line, and of loggers that command others (LoggerManagerWriter).

The words and the forms of the answers are those of existing scripts; docs/loggers.md lists them.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from logging_core.loggers import actions, definitions
from logging_core.loggers.intake import definitions_folder, inside
from logging_core.loggers.models import LoggerControl, LoggerLog
from logging_core.loggers.status import read_status
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput

LOG_SOURCE = "commands"
MOST_LINES = 1000


@dataclass(frozen=True)
class Caller:
    """Who gives commands. At the server files may lie `anywhere`, for others below the folder of definitions."""

    actor: Actor
    anywhere: bool = False


def carry_out(line: str, caller: Caller) -> Iterator[str]:
    """The lines of the answer. Raises Refusal; every command is kept in the log."""
    word, _, rest = line.strip().partition(" ")
    note(logging.INFO, f"{caller.actor.name}: {line.strip()}")
    if word not in COMMANDS:
        raise BadInput(f'Got unknown command: "{line.strip()}"')
    return iter(COMMANDS[word].run(caller, rest.strip()))


def note(level: int, text: str) -> None:
    one_line = " ".join(text.replace("\0", " ").split())
    LoggerLog.objects.create(at=clock.now(), source=LOG_SOURCE, level=level, text=one_line)


def _control() -> LoggerControl:
    return LoggerControl.objects.select_related("definition").get(pk=1)


def _expanded() -> dict[str, Any]:
    definition = _control().definition
    if definition is None:
        raise BadInput("No cruise definition is loaded.")
    return definition.expanded


def _words(rest: str, *names: str) -> list[str]:
    """The arguments; the last may hold blanks."""
    words = rest.split(maxsplit=len(names) - 1)
    if len(words) < len(names):
        raise BadInput(f"{' '.join(names[len(words) :])} is missing")
    return words


def _load(caller: Caller, rest: str) -> Iterable[str]:
    (name,) = _words(rest, "FILE")
    file, base = _chosen(Path(name).expanduser().absolute(), name, caller)
    definition = definitions.load_definition(actor=caller.actor, by=None, file=file, base_dir=base)
    actions.apply_definition(actor=caller.actor, by=None, definition=definition, preserve=False)
    yield from (f"{w['file']}:{w['line']}: warning: {w['path']}: {w['cause']}" for w in definition.warnings)


def _chosen(path: Path, name: str, caller: Caller) -> tuple[Path, Path]:
    """The file and its base folder: that of the definitions for a file in there, else the file's own."""
    elsewhere = not path.resolve().is_relative_to(definitions_folder().resolve())
    return (path, path.parent) if caller.anywhere and elsewhere and path.is_file() else inside(name)


def _reload(caller: Caller, rest: str) -> Iterable[str]:
    definitions.reload_definition(actor=caller.actor, by=None)
    return ()


def _set_configuration(caller: Caller, rest: str) -> Iterable[str]:
    (text,) = _words(rest, "JSON")
    try:
        json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"this is no JSON: {problem}") from None
    files = {"set_configuration.json": text.encode()}
    definition = definitions.upload_definition(actor=caller.actor, by=None, files=files)
    actions.apply_definition(actor=caller.actor, by=None, definition=definition, preserve=False)
    return ()


def _delete(caller: Caller, rest: str) -> Iterable[str]:
    actions.delete_definition(actor=caller.actor, by=None)
    return ()


def _mode(caller: Caller, rest: str) -> Iterable[str]:
    yield f"Current mode: {_control().mode}"


def _modes(caller: Caller, rest: str) -> Iterable[str]:
    yield f"Available Modes: {', '.join(_expanded()['modes'])}"


def _set_mode(caller: Caller, rest: str) -> Iterable[str]:
    actions.set_mode(actor=caller.actor, by=None, mode=_words(rest, "MODE")[0])
    return ()


def _loggers(caller: Caller, rest: str) -> Iterable[str]:
    yield f"Loggers: {', '.join(_expanded()['loggers'])}"


def _active_configs(caller: Caller, rest: str) -> Iterable[str]:
    control = _control()
    return [f"{name}: {control.configs.get(name)}" for name in _expanded()["loggers"]]


def _configs(caller: Caller, rest: str) -> Iterable[str]:
    (logger,) = _words(rest, "LOGGER")
    loggers = _expanded()["loggers"]
    if logger not in loggers:
        raise BadInput(f'"{logger}" is not a logger of the definition')
    yield f"Configs for {logger}: {', '.join(loggers[logger]['configs'])}"


def _set_config(caller: Caller, rest: str) -> Iterable[str]:
    logger, config = _words(rest, "LOGGER", "CONFIG")
    actions.set_config(actor=caller.actor, by=None, logger=logger, config=config)
    return ()


def _restart(caller: Caller, rest: str) -> Iterable[str]:
    actions.restart_logger(actor=caller.actor, by=None, logger=_words(rest, "LOGGER")[0])
    return ()


def _status(caller: Caller, rest: str) -> Iterable[str]:
    told = read_status()
    if told["status"] is None:
        raise BadInput(told["trouble"])
    yield json.dumps(_states(told["status"]))


def _status_since(caller: Caller, rest: str) -> Iterable[str]:
    moment = _moment(_words(rest, "TIME")[0])
    status = read_status()["status"]
    return [json.dumps(_states(status))] if status and clock.parse(status["at"]) > moment else []


def _states(status: dict[str, Any]) -> dict[str, Any]:
    """In the words of existing scripts, beside our own."""
    return {
        name: {"config": told["config"], "status": told["state"].upper(), "last_record_at": told["last_record_at"]}
        for name, told in status["loggers"].items()
    }


def _server_log(caller: Caller, rest: str) -> Iterable[str]:
    since = _moment(rest) if rest else None
    newest = list(LoggerLog.objects.matching(since=since)[:MOST_LINES])
    for line in reversed(newest):
        level = logging.getLevelName(line.level)
        yield f"{clock.iso(line.at)} {line.source} {level}: {line.text}"


def _moment(text: str) -> datetime:
    """Unix seconds or ISO 8601."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return clock.parse(text)
    except ValueError as problem:
        raise BadInput(f'"{text}": {problem}') from None


def _help(caller: Caller, rest: str) -> Iterable[str]:
    return [f"{name} {command.arguments}".rstrip() for name, command in COMMANDS.items()]


def _nothing(caller: Caller, rest: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Command:
    run: Callable[[Caller, str], Iterable[str]]
    arguments: str = ""


COMMANDS = {
    "load_configuration": Command(_load, "FILE"),
    "reload_configuration": Command(_reload),
    "set_configuration": Command(_set_configuration, "JSON"),
    "delete_configuration": Command(_delete),
    "get_active_mode": Command(_mode),
    "get_modes": Command(_modes),
    "set_active_mode": Command(_set_mode, "MODE"),
    "get_loggers": Command(_loggers),
    "get_active_logger_configs": Command(_active_configs),
    "get_logger_configs": Command(_configs, "LOGGER"),
    "set_active_logger_config": Command(_set_config, "LOGGER CONFIG"),
    "restart_logger": Command(_restart, "LOGGER"),
    "get_status": Command(_status),
    "get_status_since": Command(_status_since, "TIME"),
    "get_server_log": Command(_server_log, "[TIME]"),
    "quit": Command(_nothing),
    "help": Command(_help),
}
