"""`manage.py loggers COMMAND`: the loggers from the command line; without COMMAND, a console."""

import getpass
import socket
import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from logging_core.loggers.commands import COMMANDS, Caller, carry_out
from logging_core.loggers.intake import BadDefinition
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal

PROMPT = "command? "


class Command(BaseCommand):
    help = "Give a command to the sensor loggers: " + ", ".join(COMMANDS)
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("command", nargs=REMAINDER, help="a command with its arguments, or none for a console")

    def handle(self, *args: Any, **options: Any) -> None:
        caller = Caller(Actor(f"{_user()}@{socket.gethostname()}"[:100], via="command"), anywhere=True)
        if options["command"]:
            sys.exit(0 if self._carry_out(" ".join(options["command"]), caller) else 1)
        for line in self._lines():
            if line == "quit":
                break
            self._carry_out(line, caller)

    def _lines(self) -> Any:
        """Lines of a person at a terminal, or of a script."""
        while True:
            if sys.stdin.isatty():
                self.stdout.write(PROMPT, ending="")
                self.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                return
            if line.strip():
                yield line.strip()

    def _carry_out(self, line: str, caller: Caller) -> bool:
        try:
            for answer in carry_out(line, caller):
                self.stdout.write(answer)
        except BadDefinition as refusal:
            for problem in refusal.details["problems"]:
                self.stderr.write("{file}:{line}: {level}: {path}: {cause}".format(**problem))
            return False
        except Refusal as refusal:
            self.stderr.write(refusal.message)
            return False
        return True


def _user() -> str:
    """The account that runs the command; a container may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command"
