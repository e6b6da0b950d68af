"""`manage.py create_request --starttime T --endtime T --nslc_list N.S.L.C ...`: ask for something by hand."""

from argparse import ArgumentParser
from typing import Any

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.commanding import NOTHING, ArchiveCommand, Done
from monitoring.completion import actions
from monitoring.completion.sources.models import Source
from monitoring.completion.stack.planning import Plan
from monitoring.inventory.queries import matching
from qualitycontrol.archive import instants


class Command(ArchiveCommand):
    help = "Make requests for the gaps of some streams between two times. They are not run: see exec_stack."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--starttime", required=True, metavar="T", help="YYYY-MM-DDTHH:MM:SSZ")
        parser.add_argument("--endtime", required=True, metavar="T")
        parser.add_argument("--nslc_list", required=True, nargs="+", metavar="N.S.L.C", help="? and * for any")
        parser.add_argument("--source_list", nargs="+", metavar="NAME", help="in the place of those configured")
        parser.add_argument("--force", action="store_true", help="fetch what is there as well, and replace it")

    def act(self, options: dict[str, Any]) -> Done:
        plans = actions.ask(
            actor=self.actor,
            by=None,
            streams=matching(options["nslc_list"]),
            start_ns=inputs.instant(options["starttime"], "starttime"),
            end_ns=inputs.instant(options["endtime"], "endtime"),
            sources=_sources(options["source_list"]),
            force=options["force"],
            dry_run=options["dry_run"],
        )
        data = {"requests": [_record(plan) for plan in plans], "dry_run": options["dry_run"]}
        if not plans:
            return Done("Nothing is missing", data, NOTHING)
        if options["dry_run"]:
            return Done(f"{len(plans)} requests would be created", data)
        return Done(f"Successfully created requests: {len(plans)}", data)


def _sources(names: list[str] | None) -> list[Source] | None:
    if names is None:
        return None
    known = {source.name: source for source in Source.objects.filter(name__in=names)}
    for name in names:
        if name not in known:
            raise wrong("source_list", f"there is no source {name!r}")
    return sorted(known.values(), key=lambda source: source.priority)


def _record(plan: Plan) -> dict[str, Any]:
    return {"streams": plan.codes, "start": instants.text(plan.start_ns), "end": instants.text(plan.end_ns)}
