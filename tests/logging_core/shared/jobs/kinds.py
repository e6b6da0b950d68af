"""Kinds of jobs for tests; their bodies note what they did."""

from typing import Any

from logging_core.shared import permissions
from logging_core.shared.errors import wrong
from logging_core.shared.jobs.runners import Run, runner

ran: list[dict[str, Any]] = []


@runner("test.count", may=permissions.may_correct)
def count(run: Run) -> dict[str, Any]:
    ran.append(run.params)
    for done in range(1, run.params.get("to", 3) + 1):
        run.progress(done, run.params.get("to", 3))
    run.say("counted")
    return {"counted": run.params.get("to", 3)}


@runner("test.refuse", may=permissions.may_correct)
def refuse(run: Run) -> None:
    raise wrong("lowering", "is not known")


@runner("test.fail", may=permissions.may_correct, tries=2)
def fail(run: Run) -> None:
    ran.append({"attempt": run.attempt})
    raise RuntimeError("the camera is away")


@runner("test.admins", may=permissions.is_admin)
def for_admins(run: Run) -> None:
    run.say("secret")
