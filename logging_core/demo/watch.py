"""What the invented ship has set up: checklists, one of them half done, and triggers on the vehicle's sensors."""

from typing import Any

from logging_core.accounts.models import User
from logging_core.automation.checklists.actions import begin_checklist, close_checklist, save_template, tick
from logging_core.automation.checklists.models import Checklist
from logging_core.automation.triggers.actions import save_trigger
from logging_core.demo.voyage import Dive
from logging_core.shared.announce import Actor
from logging_core.voyages.models import Lowering

PILOT = "Chief pilot"
BEFORE = (
    ("Hatches and covers closed", ""),
    ("Tether and termination inspected", PILOT),
    ("Hydraulic oil at its mark", ""),
    ("Compensators bled", ""),
    ("Lights and cameras tried", ""),
    ("Manipulators tried and stowed", ""),
    ("USBL beacon pinged", ""),
    ("CTD and oxygen sensor switched on", ""),
    ("Sample boxes and suction chambers numbered", "Dive scientist"),
    ("Bridge holds the ship's position", "Officer of the watch"),
)
AFTER = (
    ("Vehicle rinsed with fresh water", ""),
    ("Samples handed over", "Dive scientist"),
    ("Videos and logs copied twice", ""),
    ("Tether inspected", PILOT),
    ("Batteries charging", ""),
)
STILL_OPEN = 3  # the last items of the list of the present dive


def set_up(actor: Actor, people: list[User], dives: list[Dive]) -> None:
    """Lists of every dive so far, the last one still open; triggers that people can watch."""
    before = _template(actor, "Before the dive", "pre", BEFORE)
    after = _template(actor, "After the dive", "post", AFTER)
    for dive in dives:
        lowering = Lowering.objects.get(id=dive.id)
        _go_through(before, lowering, people, 0 if dive.stop else STILL_OPEN)
        if dive.stop:
            _go_through(after, lowering, people, 0)
    for sent in _triggers():
        save_trigger(actor=actor, by=None, id=None, sent=sent)


def _template(actor: Actor, title: str, kind: str, items: tuple[tuple[str, str], ...]) -> str:
    sent = {"title": title, "kind": kind, "items": [{"text": text, "who": who} for text, who in items]}
    return save_template(actor=actor, user=None, id=None, sent=sent).id


def _go_through(template_id: str, lowering: Lowering, people: list[User], still_open: int) -> Checklist:
    """Two of the crew take turns."""
    crew = [Actor(person.username, person.id) for person in people[:2]]
    made = begin_checklist(actor=crew[0], user=None, template_id=template_id, lowering=lowering)
    for number, item in enumerate(made.items[: len(made.items) - still_open]):
        signed = people[number % 2].fullname if item["who"] else ""
        tick(actor=crew[number % 2], user=None, id=made.id, item_id=item["id"], signed=signed)
    return made if still_open else close_checklist(actor=crew[0], user=None, id=made.id)


def _triggers() -> list[dict[str, Any]]:
    depth = {"stream": "RovDepth", "when": "above", "high": 1000, "hysteresis": 20, "lasting_s": 10}
    altitude = {"stream": "RovAltitude", "when": "below", "low": 1, "hysteresis": 1, "lasting_s": 2}
    silence = {"stream": "RovDepth", "lasting_s": 60}
    return [
        _trigger("Deeper than 1000 m", "threshold", depth, "{value} {unit} since {since}"),
        _trigger("Close to the bottom", "threshold", altitude, "Altitude {value} {unit}"),
        _trigger("Vehicle silent", "silence", silence, "No depth of the vehicle since {since}"),
    ]


def _trigger(name: str, kind: str, setting: dict[str, Any], text: str) -> dict[str, Any]:
    options = [{"event_option_name": "what", "event_option_value": name}]
    event = {"value": "SENSOR", "options": options, "free_text": text}
    return {"name": name, "enabled": True, "kind": kind, "setting": setting, "event": event}
