"""`manage.py up`: the whole system on this machine, until Ctrl-C."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Start the whole system on this machine and keep it running until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        # The supervisor stays for months and needs a third of the memory of a loaded Django.
        # The last words do nothing but keep it findable as `manage.py up` in a list of processes.
        words = [sys.executable, "-m", "sealog.processes", "manage.py", "up"]
        os.execv(sys.executable, words)  # noqa: S606  (a list, no shell)
