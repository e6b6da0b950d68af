"""`manage.py retry [ID ...]`: requests that came to rest are taken up again."""

from argparse import ArgumentParser
from typing import Any

from monitoring.commanding import NOTHING, ArchiveCommand, Done
from monitoring.completion.stack import actions
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.states import State

RESTING = (State.ON_HOLD, State.FAILED, State.NO_DATA, State.PARTIAL)


class Command(ArchiveCommand):
    help = "Set requests back to new: those named, or all that are on hold, failed, partial or without data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("ids", nargs="*", type=int, metavar="ID")

    def act(self, options: dict[str, Any]) -> Done:
        requests = Request.objects.filter(state__in=RESTING)
        if options["ids"]:
            requests = requests.filter(pk__in=options["ids"])
        pks = list(requests.values_list("pk", flat=True))
        data = {"requests": pks, "dry_run": options["dry_run"]}
        if not pks:
            return Done("No request is at rest", data, NOTHING)
        if options["dry_run"]:
            return Done(f"{len(pks)} requests would be taken up again", data)
        count = actions.set_state(actor=self.actor, by=None, pks=pks, to=State.NEW)
        return Done(f"{count} requests are taken up again", data)
