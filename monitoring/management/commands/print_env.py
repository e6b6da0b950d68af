"""`manage.py print_env`: where things are, and whether they work."""

from typing import Any

from monitoring.commanding import OK, PARTLY, ArchiveCommand, Done
from monitoring.completion import surroundings


class Command(ArchiveCommand):
    help = "Tell folders, programs and versions, and check rights, disk, broker, worker and clock."

    def act(self, options: dict[str, Any]) -> Done:
        places, checks = surroundings.places(), surroundings.checks()
        lines = [f"{name:<22}{value}" for name, value in places.items()]
        lines += [f"{name:<22}{problem or 'ok'}" for name, problem in checks.items()]
        code = PARTLY if any(checks.values()) else OK
        return Done("\n".join(lines), {"places": places, "checks": checks}, code)
