"""What `manage.py up` becomes: the supervisor alone, without the applications."""

import asyncio
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sealog.settings")

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sealog.embedded.folders import private
from sealog.embedded.trouble import CannotStart
from sealog.env import WrongSetting
from sealog.processes.listener import listen
from sealog.processes.lock import only_one
from sealog.processes.output import Output
from sealog.processes.register import Register
from sealog.processes.supervisor import Supervisor


def up(output: Output) -> None:
    """Run the whole system in the foreground. Raises CannotStart."""
    run = private(settings.DATA_DIR / "run")
    with only_one(run / "up.lock"):
        register = Register(run / "processes.json")
        for name in register.sweep():
            output.say(f"{name} of an earlier run was still there and has been ended")
        with listen(settings.BIND, settings.PORT) as listener:
            asyncio.run(Supervisor.serve(listener, output, register))


def main() -> int:
    """The exit code: 0 after an ordered stop, 1 when the system could not start."""
    output = Output()
    try:
        up(output)
    except (CannotStart, ImproperlyConfigured, WrongSetting, OSError) as trouble:
        output.say(f"Can not start. {trouble}")
        return 1
    finally:
        output.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
