"""`manage.py sync_identity [--new]`: who this instance is among those it exchanges records with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from logging_core.automation.sync import actions, stamping
from logging_core.shared.announce import Actor


class Command(BaseCommand):
    help = (
        "Show the identity of this instance. With --new it gets another one: needed once on a copy of another "
        "instance's database, before the two exchange records."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="be an instance of its own from now on")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            actions.new_identity(actor=Actor("sync_identity", via="command"))
        self.stdout.write(stamping.ourselves().instance_id)
