"""The back-fill as a job."""

from logging_core.automation.asnap.actions import back_fill
from logging_core.shared import clock, permissions
from logging_core.shared.jobs.runners import Run, runner


@runner("asnap.back_fill", may=permissions.may_correct)
def fill(run: Run) -> dict[str, int]:
    start, stop = clock.parse(run.params["start"]), clock.parse(run.params["stop"])
    result = back_fill(start, stop, run.params["interval_s"], run.progress)
    run.say(f"{result['made']} made, {result['present before']} were there")
    return result
