"""`manage.py prepare`: bring tables, first accounts and static files up to date; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sealog.embedded.trouble import CannotStart
from sealog.processes.preparation import prepare


class Command(BaseCommand):
    help = "Bring tables, first accounts and static files up to date. A new password is shown this once."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = prepare(self.stderr.write)
        except CannotStart as trouble:
            raise CommandError(str(trouble)) from trouble.__cause__
        self.stdout.writelines(f"{line}\n" for line in lines)
