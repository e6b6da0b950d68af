"""`manage.py exec_stack`: work the stack off."""

from argparse import ArgumentParser
from typing import Any

from monitoring.commanding import ERROR, NOTHING, OK, PARTLY, ArchiveCommand, Done
from monitoring.completion.stack import waiting
from monitoring.completion.stack.handing_out import due, hand_out
from monitoring.completion.stack.states import State


class Command(ArchiveCommand):
    help = "Hand every request that is due to the workers; with --wait until each has had its try."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--wait", action="store_true")

    def act(self, options: dict[str, Any]) -> Done:
        pks = list(due().values_list("pk", flat=True))
        data: dict[str, Any] = {"due": len(pks), "dry_run": options["dry_run"]}
        if not pks:
            return Done("No request is due", data, NOTHING)
        if options["dry_run"]:
            return Done(f"{len(pks)} requests would be run", data)
        if not options["wait"]:
            data["queued"] = hand_out()
            return Done(f"{len(pks)} requests are due, {data['queued']} handed to the workers", data)
        data["ended"] = waiting.work_off(pks, lambda done, total: self.say(f"{done}/{total} requests"))
        return Done(f"Stack execution done: {_words(data['ended'])}", data, _code(data["ended"]))


def _code(ended: dict[str, int]) -> int:
    if set(ended) == {State.SUCCEEDED}:
        return OK
    return PARTLY if State.SUCCEEDED in ended or State.RETRY_WAIT in ended else ERROR


def _words(ended: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in ended.items())
