"""`manage.py associate_aux_data`: attach aux data to past events, with the options of the existing inserter."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from logging_core.automation.aux_rules import associating
from logging_core.automation.aux_rules.actions import config_of
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.automation.aux_rules.reading import read_file
from logging_core.automation.aux_rules.sources import influxdb
from logging_core.events.models import Event
from logging_core.loggers.yaml_files.problems import Problems
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from logging_core.voyages.models import Cruise, Lowering

UID = re.compile(r"[0-9a-f]{24}")
SERVICE = (
    "New events get their aux data from the workers, by the rules of the page /automation/aux. "
    "Name past ones: -e FILE, -c CRUISE_ID or -l LOWERING_ID."
)


class Command(BaseCommand):
    help = "Attach aux data to past events: of a list, a cruise or a lowering. What is there is replaced."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        events = parser.add_mutually_exclusive_group()
        events.add_argument("-e", "--events", metavar="FILE", help="ids of events, parted by commas or lines")
        events.add_argument("-c", "--cruise_id", help="all events of this cruise")
        events.add_argument("-l", "--lowering_id", help="all events of this lowering")
        parser.add_argument(
            "-f",
            "--config_file",
            metavar="FILE[:DATA_SOURCE]",
            help="an InfluxDB configuration, or one of its entries, instead of the stored rules that are on",
        )
        parser.add_argument("-r", "--rule", action="append", help="only this stored rule, also one that is off")
        parser.add_argument("-n", "--dry_run", "--dry-run", action="store_true", help="show it, attach nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor("associate_aux_data", via="command")
        course = associating.Course(actor, options["dry_run"], say=self.stdout.write)
        try:
            events, rules = _events(options), _rules(options)
            told = associating.associate(events, rules, course)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(", ".join(f"{name}: {value}" for name, value in told.items()))


def _events(options: dict[str, Any]) -> QuerySet[Event]:
    if options["events"]:
        return _listed(options["events"])
    name = options["cruise_id"] or options["lowering_id"]
    if not name:
        raise CommandError(SERVICE)
    model = Cruise if options["cruise_id"] else Lowering
    found = model.objects.filter(name=name).order_by("-start_ts").first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} {name}.")
    return associating.of_voyage(found)


def _listed(file: str) -> QuerySet[Event]:
    """Each id is checked: a line that is none stops it all before anything is attached."""
    try:
        lines = Path(file).read_text().strip().splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{file}: {problem}") from None
    ids = []
    for number, line in enumerate(lines, start=1):
        for word in line.rstrip(",").split(","):
            if not UID.fullmatch(word.strip()):
                raise CommandError(f"{file}:{number}: {word.strip()!r} is not the id of an event (24 hex digits)")
            ids.append(word.strip())
    events = Event.objects.alive().filter(id__in=ids)
    if missing := sorted(set(ids) - set(events.values_list("id", flat=True))):
        raise CommandError(f"There are no events {', '.join(missing[:10])}")
    return events


def _rules(options: dict[str, Any]) -> list[AuxRule]:
    if options["config_file"]:
        return _from_file(options["config_file"])
    able = AuxRule.objects.answerable()
    if not options["rule"]:
        found = list(able.working())
        if not found:
            raise CommandError("No rule that is on can tell values of the past. Name a file with -f.")
        return found
    found = list(able.filter(name__in=options["rule"]))
    if missing := set(options["rule"]) - {rule.name for rule in found}:
        raise CommandError(f"There is no rule of streams or InfluxDB with the name {', '.join(sorted(missing))}.")
    return found


def _from_file(named: str) -> list[AuxRule]:
    """Rules that are not stored, for the server of the settings. The name of a file may hold a colon."""
    file, _, source = named.rpartition(":")
    if not file or Path(named).exists():
        file, source = named, ""
    problems = Problems()
    try:
        entries = read_file(Path(file).read_text(), file, problems)
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{file}: {problem}") from None
    if problems.errors:
        raise CommandError("\n".join(str(problem) for problem in problems.errors))
    if source and source not in (entry.data_source for entry in entries):
        known = ", ".join(entry.data_source for entry in entries)
        raise CommandError(f"{file} has no data source {source}; it has {known}")
    wanted = {entry.data_source: entry for entry in entries if source in ("", entry.data_source)}
    return [
        AuxRule(name=name, kind=Kind.INFLUXDB, data_source=name, config=influxdb.checked(config_of(entry)))
        for name, entry in wanted.items()
    ]
