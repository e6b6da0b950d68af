"""The job that fills in aux data of events, lowerings and cruises."""

from typing import Any

from django.db.models import QuerySet

from logging_core.automation.aux_rules import associating
from logging_core.automation.aux_rules.models import AuxRule
from logging_core.automation.aux_rules.rules import require_manager
from logging_core.events.models import Event
from logging_core.shared import permissions
from logging_core.shared.announce import Actor
from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.jobs import actions, runners
from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.runners import Run
from logging_core.voyages.models import Cruise, Lowering

KIND = "aux.associate"
SCOPES = ("events", "lowering", "cruise")


def ask(
    *,
    actor: Actor,
    user: Any,
    scope: str,
    of: Any,
    rules: list[str] | None = None,
    dry_run: bool = False,
    only_missing: bool = False,
) -> Job:
    """Have it done by a worker: `of` are ids of events, or the id of a lowering or cruise; `rules` None: all."""
    require_manager(user)
    title, found = _meant(scope, of, user)
    wanted = _rules(rules)
    params = {
        "scope": scope,
        "of": [event.id for event in found] if scope == "events" else of,
        "rules": [rule.id for rule in wanted] if rules else None,
        "dry_run": dry_run,
        "only_missing": only_missing,
    }
    once = f"{KIND}:{scope}:{of}:{rules}:{dry_run}"[:200] if scope != "events" or len(of) == 1 else ""
    title = f"{'Dry run: aux' if dry_run else 'Aux'} data of {title}"
    return actions.start(actor=actor, kind=KIND, title=title, params=params, once=once)


@runners.runner(KIND, may=permissions.may_correct, tries=3)
def associate(run: Run) -> dict[str, Any]:
    """Repeated, it gives the same records; what was attached before it was cut off is attached again."""
    params = run.params
    _, events = _meant(params["scope"], params["of"], None)
    course = associating.Course(
        run.actor, params["dry_run"], params["only_missing"] or run.attempt > 1, run.say, run.progress
    )
    return associating.associate(events, _rules(params["rules"]), course)


def _rules(ids: list[str] | None) -> list[AuxRule]:
    """Raises Refusal when there is none that can tell the past."""
    able = AuxRule.objects.answerable()
    found = list(able.filter(id__in=ids) if ids else able.working())
    if not found:
        raise NotFound("No rule that is on can tell values of the past: streams and InfluxDB can.")
    return found


def _meant(scope: str, of: Any, user: Any) -> tuple[str, QuerySet[Event]]:
    """How it is called, and its events. Raises Refusal."""
    if scope == "events":
        if not isinstance(of, list) or not 0 < len(of) <= 100_000 or not all(isinstance(id, str) for id in of):
            raise wrong("of", "must be a list of ids of events")
        return f"{len(of)} event{'s' if len(of) > 1 else ''}", Event.objects.alive().filter(id__in=of)
    if scope not in SCOPES:
        raise wrong("scope", f"must be one of {', '.join(SCOPES)}")
    model = Cruise if scope == "cruise" else Lowering
    rows = model.objects.visible_to(user) if user is not None else model.objects.all()
    voyage = rows.filter(id=of).first() if isinstance(of, str) else None
    if voyage is None:
        raise NotFound(f"There is no such {scope}.")
    return f"{scope} {voyage.name}", associating.of_voyage(voyage)
