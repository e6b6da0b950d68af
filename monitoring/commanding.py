"""What the commands of the archive have in common: --json, exit codes, refusals in words."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from monitoring.logs import book

OK, ERROR, PARTLY, NOTHING = 0, 1, 2, 3  # exit codes


@dataclass
class Done:
    """How a command ended: the line for people, the object for programs, the exit code."""

    text: str
    data: dict[str, Any] = field(default_factory=dict)
    code: int = OK


class ArchiveCommand(BaseCommand):
    """Subclasses give `act`. Ends with 0 ok, 1 error, 2 partly, 3 nothing to do."""

    requires_system_checks = []  # those of the pages would load them all

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="give the result as one JSON object")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be done")

    def act(self, options: dict[str, Any]) -> Done:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        try:
            done = self.act(options)
        except Refusal as problem:
            self._refuse(problem.message, problem.details)
        else:
            self._show(done)
        finally:
            book.store()

    @property
    def actor(self) -> Actor:
        return Actor(type(self).__module__.rpartition(".")[2], via="command")

    def say(self, text: str) -> None:
        """A line on the way, for people."""
        if not self.as_json:
            self.stdout.write(text)

    def sure(self, options: dict[str, Any], question: str) -> bool:
        """Whether the person at the terminal means it; programs say --yes."""
        if options["yes"]:
            return True
        if self.as_json or not sys.stdin.isatty():
            self._refuse("this deletes records: give --yes", {})
        return input(f"{question} [yes/no] ").strip().lower() == "yes"

    def _show(self, done: Done) -> None:
        if self.as_json:
            self.stdout.write(json.dumps({"ok": done.code != ERROR, **done.data}, default=str))
        elif done.code == ERROR:
            raise CommandError(done.text, returncode=ERROR)
        else:
            style = self.style.SUCCESS if done.code == OK else self.style.WARNING
            self.stdout.write(style(done.text))
        if done.code:
            sys.exit(done.code)

    def _refuse(self, message: str, details: dict[str, Any]) -> None:
        if self.as_json:
            self.stdout.write(json.dumps({"ok": False, "error": message, **details}))
            sys.exit(ERROR)
        raise CommandError(message, returncode=ERROR)


class CleaningCommand(ArchiveCommand):
    """Subclasses name what can be cleaned, count it, and clean it. Asks first unless --yes is given."""

    names: Iterable[str] = ()  # what --ignore knows
    things = "rows"
    done = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("-i", "--ignore", nargs="+", default=[], metavar="NAME", choices=list(self.names))
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def count(self, ignore: list[str]) -> Any:
        """How many there are: one number, or one a name."""
        raise NotImplementedError

    def clean(self, ignore: list[str]) -> Any:
        """Removes them; gives how many, in the shape of `count`."""
        raise NotImplementedError

    def act(self, options: dict[str, Any]) -> Done:
        ignore = options["ignore"]
        found = self.count(ignore)
        data = {self.things: found, "dry_run": options["dry_run"]}
        total = sum(found.values()) if isinstance(found, dict) else found
        if options["dry_run"]:
            return Done(f"{total} {self.things} would be removed", data)
        if not self.sure(options, f"Remove {total} {self.things}?"):
            return Done("Nothing was removed", data, NOTHING)
        return Done(self.done, data | {self.things: self.clean(ignore)})
