"""Events that come, move or return are asked for; records that others post are taken note of."""

from django.db import transaction

from logging_core.automation.aux_rules import planning, sending, working
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.automation.following.registry import follower
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.models import Change


@follower("aux_data", kinds=("event", "aux_data"))
def follow(changes: list[Change]) -> None:
    """Harmless when a change comes twice: a task is made once, and doing it again gives the same record."""
    now = clock.now()
    new = {change.record_id for change in changes if change.kind == "event" and change.verb == "create"}
    moved = {change.record_id for change in changes if change.kind == "event" and _is_elsewhere(change)}
    if new or moved:
        with transaction.atomic():
            planning.forget(moved)
            planning.ask(Event.objects.alive().filter(id__in=new | moved), now, anew=moved)
        sending.send("far")
        working.work("near")  # our own streams are read here and now: another turn of the broker would take longer
    _take_note(changes)


def _is_elsewhere(change: Change) -> bool:
    """Whether the event has another time than before, or is back from deletion."""
    if change.verb == "restore":
        return True
    before, after = change.before or {}, change.after or {}
    return change.verb != "create" and before.get("ts") != after.get("ts")


def _take_note(changes: list[Change]) -> None:
    posted = [
        change.after for change in changes if change.kind == "aux_data" and change.verb in ("create", "update")
    ]
    if not posted:
        return
    expected = set(AuxRule.objects.working().filter(kind=Kind.POSTED).values_list("data_source", flat=True))
    for record in posted:
        if record and record["data_source"] in expected:
            planning.settle_posted(record["event_id"], record["data_source"])
