"""The buttons of the demonstration: what an ROV dive logs, how often, and what people write beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from logging_core.event_templates.actions import save_template
from logging_core.shared.announce import Actor
from logging_core.shared.ids import id_for

MADE = datetime(2026, 1, 1, tzinfo=UTC)
MILESTONES = ("Off deck", "Descending", "On bottom", "Off bottom", "On surface", "On deck", "Aborted")
BOXES = ("Bio box port", "Bio box starboard", "Rock box 1", "Rock box 2", "Quiver")
Question = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """One template. `often` weighs how often the invented people press it; `remarks` are what they add."""

    name: str
    value: str
    category: str
    color: str
    questions: tuple[Question, ...] = ()
    often: int = 0
    remarks: tuple[str, ...] = ()
    text_required: bool = False
    milestone: bool = False  # belongs to the installation, and only admins have it
    disabled: bool = False

    @property
    def id(self) -> str:
        return id_for(MADE, f"demo template {self.name}")


def _question(name: str, kind: str, values: tuple[str, ...] = (), **more: Any) -> Question:
    return {
        "event_option_name": name,
        "event_option_type": kind,
        "event_option_values": list(values),
        "event_option_allow_freeform": more.get("other", False),
        "event_option_required": more.get("required", False),
        "event_option_default_value": more.get("default", ""),
    }


def fixed(name: str, value: str) -> Question:
    return _question(name, "static text", default=value)


def typed(name: str, **more: Any) -> Question:
    return _question(name, "text", **more)


def picked(name: str, *values: str, **more: Any) -> Question:
    return _question(name, "dropdown", values, **more)


def radio(name: str, *values: str, **more: Any) -> Question:
    return _question(name, "radio buttons", values, **more)


def ticked(name: str, *values: str, **more: Any) -> Question:
    return _question(name, "checkboxes", values, **more)


VEHICLE = (
    *(
        Button(name, "VEHICLE", "vehicle", "blue", (fixed("Milestone", name),), milestone=True)
        for name in MILESTONES
    ),
    Button(
        "Waypoint", "WAYPOINT", "vehicle", "blue", (typed("Waypoint", required=True),), 3, ("heading upslope",)
    ),
    Button(
        "Lights",
        "LIGHTS",
        "vehicle",
        "blue",
        (radio("Level", "full", "half", "red", "off", required=True, default="full"),),
        2,
    ),
)
BIOLOGY = (
    Button(
        "Fish",
        "FISH",
        "biology",
        "teal",
        (
            radio("Count", "1", "2-5", "6-20", "more", default="1"),
            picked("Group", "cusk-eel", "rattail", "tripodfish", "cutthroat eel", "chimaera", other=True),
        ),
        9,
        ("", "", "swims in front of the port laser", "resting on the sediment", "close to the tether"),
    ),
    Button(
        "Coral",
        "CORAL",
        "biology",
        "teal",
        (
            ticked("Form", "fan", "whip", "branching", "solitary", required=True),
            radio("Cover", "single", "patchy", "dense"),
            ticked("Associates", "brittle star", "crinoid", "shrimp", "worm"),
        ),
        9,
        ("", "", "living on the edge of a pillow", "large colony, about 60 cm", "polyps extended"),
    ),
    Button(
        "Sponge",
        "SPONGE",
        "biology",
        "teal",
        (radio("Shape", "vase", "stalked", "encrusting", required=True), typed("Size cm")),
        6,
        ("", "glass sponge with two brittle stars", "several, facing the current"),
    ),
    Button(
        "Crustacean",
        "CRUSTACEAN",
        "biology",
        "teal",
        (picked("Group", "squat lobster", "shrimp", "crab", "amphipod", required=True),),
        5,
        ("", "in a crevice"),
    ),
    Button(
        "Jelly", "JELLY", "biology", "teal", (radio("Group", "comb jelly", "medusa", "siphonophore"),), 3, ("",)
    ),
    Button("Sea cucumber", "HOLOTHURIAN", "biology", "teal", (fixed("Group", "holothurian"),), 4),
)
GEOLOGY = (
    Button(
        "Outcrop",
        "OUTCROP",
        "geology",
        "amber",
        (
            radio("Rock", "pillow lava", "sheet flow", "breccia", "carbonate", required=True),
            ticked("Features", "fractures", "manganese crust", "veins", "talus"),
        ),
        8,
        ("", "fresh glass on the rim", "crust about 1 cm thick", "contact between flow and breccia"),
    ),
    Button(
        "Sediment",
        "SEDIMENT",
        "geology",
        "amber",
        (ticked("Kind", "ooze", "sand", "rubble", "ripple marks", required=True),),
        6,
        ("", "thin cover on basalt"),
    ),
    Button(
        "Vent fluid",
        "VENT",
        "geology",
        "red",
        (
            radio("Flow", "shimmering", "diffuse", "focused", required=True),
            typed("Temperature degC"),
            ticked("Signs", "bacterial mat", "staining", "chimney"),
        ),
        2,
        ("shimmering water above a crack", "white mat around the orifice"),
    ),
)
SAMPLES = (
    Button(
        "Rock sample",
        "SAMPLE",
        "sample",
        "violet",
        (fixed("Type", "rock"), typed("Sample ID", required=True), picked("Container", *BOXES, required=True)),
        3,
        ("loose block, came off easily", "second attempt", "fresh face broken by the arm"),
    ),
    Button(
        "Biological sample",
        "SAMPLE",
        "sample",
        "violet",
        (
            fixed("Type", "biology"),
            typed("Sample ID", required=True),
            picked("Container", *BOXES, required=True),
            radio("Method", "arm", "suction", "scoop", default="arm"),
        ),
        3,
        ("", "whole colony with its holdfast"),
    ),
    Button(
        "Water sample",
        "SAMPLE",
        "sample",
        "violet",
        (
            fixed("Type", "water"),
            typed("Sample ID", required=True),
            radio("Bottle", "1", "2", "3", "4", "5", "6", required=True),
        ),
        2,
        ("", "background, 5 m above the bottom"),
    ),
    Button(
        "Push core",
        "SAMPLE",
        "sample",
        "violet",
        (fixed("Type", "core"), typed("Sample ID", required=True), typed("Length cm")),
        2,
        ("", "full recovery"),
    ),
)
VIDEO = (
    Button(
        "Highlight",
        "HIGHLIGHT",
        "video",
        "green",
        (ticked("Camera", "science", "pilot", required=True, default="science"),),
        5,
        ("worth a clip for the daily report", "whole wall in view", "close-up in focus"),
    ),
    Button("Still photo", "PHOTO", "video", "green", (fixed("Camera", "science"),), 7),
    Button("Transect", "TRANSECT", "video", "green", (radio("Status", "start", "end", required=True),), 2, ("",)),
)
WATCH = (
    Button(
        "Watch change",
        "WATCH CHANGE",
        "watch",
        "grey",
        (typed("Pilot", required=True), typed("Logger", required=True)),
        1,
        ("",),
    ),
    Button(
        "Note",
        "NOTE",
        "watch",
        "grey",
        (),
        3,
        text_required=True,
        remarks=(
            "current from the north-west, about 0.2 kn",
            "tether out 1720 m",
            "vessel moves 50 m to the east",
            "good visibility",
            "stopped to look at the wall",
            "lunch on the back deck",
        ),
    ),
    Button(
        "Problem",
        "PROBLEM",
        "problem",
        "red",
        (radio("System", "camera", "lights", "navigation", "manipulator", "tether", required=True),),
        1,
        ("flickers for a few seconds, watch it", "two position jumps of 10 m"),
        text_required=True,
    ),
    Button("Magnetometer", "MAGNETOMETER", "vehicle", "grey", (radio("Status", "on", "off"),), disabled=True),
)
BUTTONS = (*VEHICLE, *BIOLOGY, *GEOLOGY, *SAMPLES, *VIDEO, *WATCH)


def make_templates(actor: Actor) -> None:
    for place, button in enumerate(BUTTONS, start=1):
        save_template(actor=actor, id=button.id, values=_values(button) | {"position": place * 10})


def _values(button: Button) -> dict[str, Any]:
    return {
        "event_name": button.name,
        "event_value": button.value,
        "categories": [button.category],
        "options": list(button.questions),
        "style": {"color": button.color},
        "event_free_text_required": button.text_required,
        "system_template": button.milestone,
        "admin_only": button.milestone,
        "disabled": button.disabled,
    }
