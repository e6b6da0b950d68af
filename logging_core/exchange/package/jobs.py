"""The work behind `actions.py`, as workers do it."""

from typing import Any

from logging_core.exchange.package import bag, choice, packages
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.console import EXPORT, Listeners, stamped
from logging_core.exchange.package.run import Export, Outcome
from logging_core.shared import permissions
from logging_core.shared.errors import Refusal
from logging_core.shared.jobs import runners
from logging_core.shared.jobs.models import Job, State
from logging_core.shared.jobs.runners import Run

VERIFY = "export.verify"
CHOICES = {"cruise": choice.the_cruise, "lowering": choice.the_lowering}
OPTIONS = {"cruise": "-C", "lowering": "-L"}
MOST_PROBLEMS = 200


class NotWhole(Exception):
    """Files could not be written. That may be over soon (a full disk), so it is tried again."""


def say_last_line(job: Job) -> None:
    """Sealog clients may ask for the next export when they hear it, so this one and its retries must be over."""
    if not job.under_way:
        Listeners().end(0 if job.state == State.DONE else 1)


@runners.runner(EXPORT, may=permissions.is_admin, after=say_last_line)
def export(run: Run) -> dict[str, Any]:
    """Heard by Sealog clients, too."""
    outcome = _exported(run)
    if outcome.problems:
        raise NotWhole("; ".join(outcome.problems))
    return {"package": outcome.package}


def _exported(run: Run) -> Outcome:
    listeners = Listeners()

    def say(line: str) -> None:
        listeners(stamped(line))
        run.say(line)

    try:
        chosen = CHOICES[run.params["kind"]](run.params["id"])
    except Refusal as problem:
        listeners(problem.message)
        raise
    listeners.hidden_names = hidden_names(chosen)
    listeners(f"Executing manage.py data_export -v {OPTIONS[chosen.voyage.KIND]} {chosen.voyage.name}")
    return Export(chosen, say, run.progress).run()


def hidden_names(chosen: Chosen) -> list[str]:
    """Longest first, so that a name is hidden whole that holds another one."""
    names = [voyage.name for voyage in (chosen.cruise, *chosen.lowerings) if voyage.hidden]
    return sorted(names, key=len, reverse=True)


@runners.runner(VERIFY, may=permissions.is_admin)
def verify(run: Run) -> dict[str, Any]:
    """What is wrong stands in the log of the job and, up to a number, in its result."""
    package = packages.named(run.params["package"])
    done, problems = 0, []

    def tick() -> None:
        nonlocal done
        done += 1
        run.progress(min(done, package.files), package.files)

    for problem in bag.problems_of(package.path, tick):
        run.say(problem)
        problems.append(problem)
    run.say(f"{len(problems)} problems" if problems else "Whole: every file is as it was packed")
    return {"problems": problems[:MOST_PROBLEMS], "count": len(problems)}
