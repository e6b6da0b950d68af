"""Flower, which shows admins what workers and tasks do: started by the first visit, and only to be read.

It needs 65 MB and is looked at now and then; what waits for the visit needs 12.
"""

import sys

from django.conf import settings

IDLE_S = 900  # without a visit for so long it ends
# Its API has no login of its own: it listens on a socket that is ours alone, behind the login of the product.
ENVIRONMENT = {"FLOWER_UNAUTHENTICATED_API": "1", "DJANGO_SETTINGS_MODULE": "sealog.settings"}


def command() -> list[str]:
    """The process that waits for visits and starts Flower."""
    flower = [sys.executable, "-m", "celery", "--quiet", "-A", "sealog.processes.scheduler", "flower"]
    options = [f"--unix_socket={settings.FLOWER_SOCKET}", "--url_prefix=flower", "--read_only=True"]
    options += ["--max_tasks=2000", "--logging=warning"]
    waiting = [sys.executable, "-m", "sealog.processes.on_demand", str(settings.FLOWER_BELL), str(IDLE_S)]
    return [*waiting, *flower, *options]
