"""The form of a rule: from what a browser sends to what the actions take, and what the form offers to choose."""

from typing import Any

from django.http import QueryDict

from logging_core.automation.models import CustomVariable
from logging_core.automation.notifications.models import NotificationTarget
from logging_core.automation.notifications.notice import USUAL_PAUSE_S
from logging_core.automation.rules.deeds import KINDS
from logging_core.automation.variables.actions import OWN_SERVICE
from logging_core.event_templates.models import EventTemplate
from logging_core.loggers.models import LoggerControl
from logging_core.shared.errors import wrong
from logging_core.shared.names import option_name

MILESTONES = (
    "lowering_descending",
    "lowering_on_bottom",
    "lowering_off_bottom",
    "lowering_on_surface",
    "lowering_aborted",
)
# Of each kind of deed: its parts, and the fields of the form they come from. Every row of the form has all fields.
PARTS = {
    "milestone": ("of", "name", "reset"),
    "start": ("of",),
    "stop": ("of",),
    "asnap": ("on",),
    "variable": ("variable", "value"),
    "logger_mode": ("mode",),
    "notify": ("target", "text", "pause_s"),
}
FIELDS = ("do", "of", "name", "reset", "on", "variable", "value", "mode", "target", "text", "pause_s")
Sent = dict[str, Any]


def read(post: QueryDict) -> Sent:
    """A rule as it was typed. Rows that were left empty are left out."""
    return {
        "id": post.get("id", ""),
        "name": post.get("name", ""),
        "enabled": "enabled" in post,
        "event_value": post.get("event_value", ""),
        "conditions": [row for row in _rows(post, "condition", ("name", "value")) if row["name"] or row["value"]],
        "deeds": [_deed(row) for row in _rows(post, "deed", FIELDS) if row["do"]],
    }


def empty() -> Sent:
    return {"id": "", "name": "", "enabled": True, "event_value": "", "conditions": [], "deeds": []}


def _rows(post: QueryDict, prefix: str, fields: tuple[str, ...]) -> list[dict[str, str]]:
    """Each field of a row, `condition_name` or `condition_value`, comes as often as there are rows."""
    columns = [post.getlist(f"{prefix}_{field}") for field in fields]
    if len({len(column) for column in columns}) > 1:
        raise wrong(prefix, "is not whole")
    return [dict(zip(fields, row, strict=True)) for row in zip(*columns, strict=True)]


def _deed(row: dict[str, str]) -> Sent:
    deed: Sent = {"do": row["do"], **{part: row[part] for part in PARTS.get(row["do"], ())}}
    if "variable" in deed:
        deed["name"] = deed.pop("variable")
    for name in {"reset", "on"} & set(deed):
        deed[name] = deed[name] == "yes"
    if "pause_s" in deed:
        deed["pause_s"] = int(deed["pause_s"]) if deed["pause_s"].isdecimal() else deed["pause_s"]
    return deed


def row_of(deed: Sent) -> Sent:
    """A deed as a row of the form."""
    row = {"of": "lowering", "name": "", "reset": False, "on": True, "value": "", "mode": "", **deed}
    if deed.get("do") == "variable":
        row |= {"variable": deed.get("name", ""), "name": ""}
    return {"target": "", "text": "", "pause_s": USUAL_PAUSE_S, **row}


def choices() -> Sent:
    """What there is to choose from, and proposals for what may be typed."""
    control = LoggerControl.objects.select_related("definition").first()
    modes = list(control.definition.expanded["modes"]) if control and control.definition else []
    templates = list(EventTemplate.objects.values_list("event_value", "options"))
    return {
        "kinds": [(name, kind.title) for name, kind in KINDS.items()],
        "targets": list(NotificationTarget.objects.values("id", "name")),
        "variables": [
            name for name in CustomVariable.objects.values_list("name", flat=True) if name not in OWN_SERVICE
        ],
        "modes": modes,
        "milestones": MILESTONES,
        "event_values": sorted({value for value, _ in templates}),
        "option_names": sorted({option_name(o["event_option_name"]) for _, options in templates for o in options}),
    }
