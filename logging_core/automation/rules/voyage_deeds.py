"""Milestones, start and stop of the lowering or cruise that holds the event by its time."""

from collections.abc import Callable, Mapping
from typing import Any

from logging_core.automation.rules.deed import AS_IT_IS, DONE, KEPT, NONE, Deed, DeedKind, Doing, Outcome
from logging_core.shared import clock
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_text
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise, Lowering

MODELS: dict[str, type[Cruise] | type[Lowering]] = {"lowering": Lowering, "cruise": Cruise}


def _checked_voyage(sent: Mapping[str, Any]) -> Deed:
    if sent.get("of") not in MODELS:
        raise wrong("of", "must be lowering or cruise")
    return {"of": sent["of"]}


def _checked_milestone(sent: Mapping[str, Any]) -> Deed:
    name = checked_text(sent.get("name"), "name", longest=100, shortest=1)
    return {**_checked_voyage(sent), "name": name, "reset": bool(sent.get("reset", False))}


def _milestone_words(deed: Deed) -> str:
    how = "set anew each time" if deed["reset"] else "kept once it is set"
    return f"Milestone {deed['name']} of the {deed['of']} ({how})"


def _set_milestone(deed: Deed, doing: Doing) -> Outcome:
    voyage = _holding(deed, doing)
    if voyage is None:
        return _nobody(deed, doing)
    name, moment = deed["name"], clock.iso(doing.seen.ts)
    milestones = voyage.meta.get("milestones") or {}
    stored = milestones.get(name)
    if stored not in (None, "") and not deed["reset"]:
        return Outcome(KEPT, f"{voyage}: {name} stays {stored}")
    meta = {**voyage.meta, "milestones": {**milestones, name: moment}}
    save_voyage(actor=doing.actor, model=type(voyage), id=voyage.id, values={"meta": meta})
    return Outcome(DONE, f"{voyage}: {name} is {moment}")


def _move(end: str) -> Callable[[Deed, Doing], Outcome]:
    def move(deed: Deed, doing: Doing) -> Outcome:
        voyage = _holding(deed, doing)
        if voyage is None:
            return _nobody(deed, doing)
        values = {f"{end}_ts": doing.seen.ts}
        _, verb = save_voyage(actor=doing.actor, model=type(voyage), id=voyage.id, values=values)
        moment = clock.iso(doing.seen.ts)
        if verb == "none":
            return Outcome(AS_IT_IS, f"{voyage}: {end} was {moment} already")
        return Outcome(DONE, f"{voyage}: {end} is {moment}")

    return move


def _holding(deed: Deed, doing: Doing) -> Cruise | Lowering | None:
    """Locked, so that nobody changes it between the look and the change."""
    voyage: Cruise | Lowering | None = MODELS[deed["of"]].objects.select_for_update().at(doing.seen.ts)
    return voyage


def _nobody(deed: Deed, doing: Doing) -> Outcome:
    return Outcome(NONE, f"no {deed['of']} contains {clock.iso(doing.seen.ts)}")


def _move_words(end: str) -> Callable[[Deed], str]:
    return lambda deed: f"{end.capitalize()} of the {deed['of']} is the time of the event"


VOYAGE_DEEDS = {
    "milestone": DeedKind("Set a milestone", _checked_milestone, _milestone_words, _set_milestone),
    "start": DeedKind("Set the start", _checked_voyage, _move_words("start"), _move("start")),
    "stop": DeedKind("Set the stop", _checked_voyage, _move_words("stop"), _move("stop")),
}
