"""`manage.py flower`: what starts Flower when an admin looks, for installations without `manage.py up`."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from sealog.processes import flower


class Command(BaseCommand):
    help = "Wait for visits of /flower/ and start Flower for them, until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        words = flower.command()
        os.execve(words[0], words, {**os.environ, **flower.ENVIRONMENT})  # noqa: S606  (a list, no shell)
