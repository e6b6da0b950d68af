"""People and templates of the system that the browser tests share."""

from typing import Any

from tests.browser.clerk import Clerk
from tests.people import PASSWORD, PEOPLE

CREW: dict[str, dict[str, Any]] = {
    "chief": PEOPLE["admin"],
    "ana": PEOPLE["logger"],
    "ben": PEOPLE["logger"],
    "cara": PEOPLE["logger"],
    **{name: PEOPLE[name] for name in ("guest", "watcher", "template_manager", "event_manager")},
}


def option(name: str, kind: str, values: list[str] | None = None, **more: Any) -> dict[str, Any]:
    fields = {f"event_option_{key}": value for key, value in more.items()}
    return {
        "event_option_name": name,
        "event_option_type": kind,
        "event_option_values": values or [],
        **fields,
    }


TEMPLATES: list[dict[str, Any]] = [
    {
        "event_name": "Off deck",
        "event_value": "VEHICLE",
        "categories": ["Dive", "Vehicle"],
        "options": [option("Milestone", "static text", default_value="off deck")],
        "style": {"color": "blue"},
    },
    {
        "event_name": "Sample",
        "event_value": "SAMPLE",
        "categories": ["Dive", "Science"],
        "options": [
            option("Sample ID", "text", required=True),
            option("Kind", "dropdown", ["Rock", "Water", "Animal"], required=True, allow_freeform=True),
            option("Side", "radio buttons", ["Port", "Starboard"], required=True),
            option("Handling", "checkboxes", ["Photographed", "Bagged", "Frozen"], required=True),
            option("Platform", "static text", default_value="ROV"),
        ],
    },
    {
        "event_name": "Survey",
        "event_value": "SURVEY",
        "categories": ["Dive", "Science"],
        "options": [
            option("Waypoint", "text", default_value="WP1"),
            option("Direction", "dropdown", ["North", "East", "South", "West"], default_value="East"),
            option("State", "radio buttons", ["Start", "End"], default_value="Start", allow_freeform=True),
            option("Instruments", "checkboxes", ["Sonar", "Video", "Lights"], default_value="Sonar,Video"),
        ],
    },
    {
        "event_name": "Seafloor",
        "event_value": "SEAFLOOR",
        "categories": ["Dive"],
        "options": [
            option("Form", "checkboxes", ["Corrugation;Ridge", "Slope", "Flat"], allow_freeform=True),
        ],
    },
    {"event_name": "Problem", "event_value": "PROBLEM", "categories": ["Dive"], "event_free_text_required": True},
    {"event_name": "Switched off", "event_value": "OFF", "categories": ["Dive"], "disabled": True},
    {
        "event_name": "Maintenance",
        "event_value": "MAINTENANCE",
        "categories": ["Dive"],
        "system_template": True,
        "admin_only": True,
    },
]


def make_crew(clerk: Clerk) -> None:
    for name, fields in CREW.items():
        clerk("person", username=name, password=PASSWORD, **fields)


def make_templates(clerk: Clerk) -> None:
    for place, template in enumerate(TEMPLATES):
        clerk("template", position=place, **template)
