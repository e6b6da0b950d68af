"""What people do with checklists: write templates, begin a list, tick, close."""

from typing import Any

from logging_core.automation.checklists.models import Checklist, ChecklistTemplate, Tick
from logging_core.automation.checklists.rules import checked_template
from logging_core.shared import clock, definitions, permissions
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound
from logging_core.shared.text import checked_text
from logging_core.voyages.models import Lowering


def save_template(*, actor: Actor, user: Any, id: str | None, sent: dict[str, Any]) -> ChecklistTemplate:
    """Write a new template (id None) or another version of one; lists that were begun stay as they are."""
    if user is not None:
        permissions.require_may_correct(user)
    return definitions.write(actor, ChecklistTemplate, id, checked_template(sent))


def begin_checklist(*, actor: Actor, user: Any, template_id: str, lowering: Lowering) -> Checklist:
    """A list of a lowering, with the items as the template has them now."""
    _require_writer(user)
    with recorded(actor) as changes:
        template = definitions.locked(ChecklistTemplate, template_id)
        if not template.in_use:
            raise Conflict("This checklist is not in use any more.")
        checklist = Checklist.objects.create(
            title=template.title,
            kind=template.kind,
            items=template.items,
            lowering_uid=lowering.id,
            begun_by=actor.name,
        )
        changes.add("checklist", "begin", checklist.id, after=checklist.record())
    return checklist


def tick(*, actor: Actor, user: Any, id: str, item_id: str, signed: str = "") -> Tick:
    """An item is done. Of two who tick it at once the first stands in the list, and both see the same."""
    _require_writer(user)
    with recorded(actor) as changes:
        checklist = _open_checklist(id)
        item = _item(checklist, item_id)
        stored = checklist.ticks.filter(item_id=item_id).first()
        if stored is not None:
            return stored
        signed = checked_text(signed, "signed", longest=100).strip()
        if item["who"] and not signed:
            raise BadInput(f"This item is signed by: {item['who']}.", {"signed": "is required"})
        made = Tick.objects.create(
            checklist=checklist, item_id=item_id, author=actor.name, author_id=actor.id, signed=signed
        )
        _journal(changes, "tick", checklist, after=made.record())
    return made


def untick(*, actor: Actor, user: Any, id: str, item_id: str) -> None:
    """It was not done after all. Who had ticked it stays in the history."""
    _require_writer(user)
    with recorded(actor) as changes:
        checklist = _open_checklist(id)
        stored = checklist.ticks.filter(item_id=item_id).first()
        if stored is not None:
            stored.delete()
            _journal(changes, "untick", checklist, before=stored.record())


def close_checklist(*, actor: Actor, user: Any, id: str) -> Checklist:
    """Nothing of it changes any more. What is open stays open in the record."""
    _require_writer(user)
    with recorded(actor) as changes:
        checklist = _locked(id)
        if checklist.closed_at is not None:
            return checklist
        checklist.closed_by, checklist.closed_at = actor.name, clock.now()
        _journal(changes, "close", checklist, before=None, after=checklist.record())
    return checklist


def reopen_checklist(*, actor: Actor, user: Any, id: str) -> Checklist:
    permissions.require_may_correct(user, "open a closed checklist again")
    with recorded(actor) as changes:
        checklist = _locked(id)
        if checklist.closed_at is None:
            return checklist
        before = checklist.record()
        checklist.closed_by, checklist.closed_at = "", None
        _journal(changes, "reopen", checklist, before=before, after=checklist.record())
    return checklist


def _journal(changes: Changes, verb: str, checklist: Checklist, **records: Any) -> None:
    checklist.version += 1
    checklist.save(update_fields=["version", "closed_by", "closed_at"])
    changes.add("checklist", verb, checklist.id, version=checklist.version, **records)


def _require_writer(user: Any) -> None:
    if user is not None and not permissions.has_scope(user, permissions.WRITE_EVENTS):
        raise NotAllowed("Your roles do not allow working on checklists.")


def _locked(id: str) -> Checklist:
    checklist = Checklist.objects.select_for_update().filter(id=id).first()
    if checklist is None:
        raise NotFound("There is no such checklist.")
    return checklist


def _open_checklist(id: str) -> Checklist:
    """Locked: two who tick take turns."""
    checklist = _locked(id)
    if checklist.closed_at is not None:
        raise Conflict(f"The checklist was closed by {checklist.closed_by}.")
    return checklist


def _item(checklist: Checklist, item_id: str) -> dict[str, str]:
    for item in checklist.items:
        if item["id"] == item_id:
            return item
    raise NotFound("There is no such item in this checklist.")
