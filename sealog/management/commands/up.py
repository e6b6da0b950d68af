"""`manage.py up`: the whole system on this machine, until Ctrl-C."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sealog.embedded.folders import private
from sealog.embedded.trouble import CannotStart
from sealog.processes.listener import listen
from sealog.processes.lock import only_one
from sealog.processes.output import Output
from sealog.processes.register import Register
from sealog.processes.supervisor import up


class Command(BaseCommand):
    help = "Start the whole system on this machine and keep it running until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        output = Output()
        try:
            self._run(output)
        except (CannotStart, OSError) as trouble:
            raise CommandError(str(trouble)) from None
        finally:
            output.close()

    def _run(self, output: Output) -> None:
        run = private(settings.DATA_DIR / "run")
        with only_one(run / "up.lock"):
            register = Register(run / "processes.json")
            for name in register.sweep():
                output.say(f"{name} of an earlier run was still there and has been ended")
            with listen(settings.BIND, settings.PORT) as listener:
                up(output, register, listener)
