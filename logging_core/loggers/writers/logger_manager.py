"""LoggerManagerWriter: records that command the loggers."""

import time

from logging_core.loggers.base.component import NotNow, Record, Writer
from logging_core.loggers.base.site import Site

LONGEST_SLEEP = 3600.0


class LoggerManagerWriter(Writer):
    """A text holds commands, separated by `;`, and `sleep N` to wait between them.

    With `allowed_prefixes` only commands that begin with one of them are carried out; the others are counted.
    `database` and `api` are accepted and not used: there is one manager.
    """

    def __init__(
        self,
        database: str | None = None,
        api: str | None = None,
        allowed_prefixes: list | None = None,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        self._command = site.command if site else None
        self._allowed = tuple(str(prefix) for prefix in allowed_prefixes or ())

    def write(self, record: Record) -> None:
        for text in record if isinstance(record, list) else (record,):
            if isinstance(text, str):
                for command in filter(None, (part.strip() for part in text.split(";"))):
                    self._carry_out(command)
            else:
                self.refuse(text)

    def _carry_out(self, command: str) -> None:
        word, _, rest = command.partition(" ")
        if word == "sleep":
            self._sleep(rest)
        elif self._allowed and not command.startswith(self._allowed):
            self.tally.add("command not allowed", command)
        elif self._command is None:
            self.tally.add("this site takes no commands", command)
        else:
            try:
                self._command(command)
            except OSError as trouble:
                self.trouble = str(trouble)
                raise NotNow(self.trouble) from trouble

    def _sleep(self, seconds: str) -> None:
        try:
            time.sleep(min(max(float(seconds), 0.0), LONGEST_SLEEP))
        except ValueError:
            self.tally.add("not a number of seconds", seconds)
