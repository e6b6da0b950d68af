"""The Celery door of the data export, and the call that opens it."""

from celery import shared_task

from logging_core.compat.data_export import choice, turns
from logging_core.compat.data_export.choice import Chosen
from logging_core.compat.data_export.console import Listeners
from logging_core.compat.data_export.run import Export
from logging_core.shared.errors import NotFound
from logging_core.shared.ids import new_id
from logging_core.voyages.models import Voyage

CHOICES = {"cruise": choice.the_cruise, "lowering": choice.the_lowering}
OPTIONS = {"cruise": "-C", "lowering": "-L"}


def start(voyage: Voyage) -> bool:
    """Have the export made by a worker; False while another one is under way."""
    turn = new_id()
    if not turns.claim(turn):
        return False
    try:
        data_export.delay(turn, voyage.KIND, voyage.id)
    except Exception:
        turns.give_back(turn)
        raise
    return True


@shared_task(
    name="compat.data_export",
    queue="exports",
    soft_time_limit=turns.LONGEST_S - 60,
    time_limit=turns.LONGEST_S,
)
def data_export(turn: str, kind: str, id: str) -> None:
    """Export a cruise or lowering. Delivered twice, it writes the same files twice."""
    if not turns.claim(turn):
        return
    listeners = Listeners()
    code = 1
    try:
        code = _export(kind, id, listeners)
    finally:
        turns.give_back(turn)
        listeners.end(f"Process exited with code: {code}")


def _export(kind: str, id: str, listeners: Listeners) -> int:
    try:
        chosen = CHOICES[kind](id)
    except NotFound as problem:
        listeners(problem.message)
        return 1
    voyage = chosen.cruise if kind == "cruise" else chosen.lowerings[0]
    listeners.hidden_names = hidden_names(chosen)
    listeners(f"Executing manage.py data_export -v {OPTIONS[kind]} {voyage.name}")
    return int(bool(Export(chosen, listeners).run()))


def hidden_names(chosen: Chosen) -> list[str]:
    """Longest first, so that a name is hidden whole that holds another one."""
    names = [voyage.name for voyage in (chosen.cruise, *chosen.lowerings) if voyage.hidden]
    return sorted(names, key=len, reverse=True)
