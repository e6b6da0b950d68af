"""Event templates of a Sealog server."""

from typing import Any

from logging_core.event_templates.actions import FLAGS, save_template
from logging_core.event_templates.models import EventTemplate
from logging_core.event_templates.rules import checked_options
from logging_core.exchange.sealog.batch import Run, one_by_one
from logging_core.exchange.sealog.fields import Raw, flag, listed, record_id
from logging_core.exchange.sealog.report import IMPORTED, SKIPPED, UPDATED
from logging_core.shared.errors import wrong


def read(raw: Raw) -> dict[str, Any]:
    record_id(raw)
    if "event_value" not in raw:
        raise wrong("event_value", "is required")
    values = {
        "event_name": raw["event_name"],
        "event_value": raw["event_value"],
        "categories": listed(raw, "template_categories"),
        "options": checked_options(listed(raw, "event_options")),
        "style": _style(raw),
        **{name: flag(raw, name) for name in FLAGS},
    }
    return values | ({"position": raw["position"]} if "position" in raw else {})


def _style(raw: Raw) -> dict[str, Any]:
    style = raw.get("template_style") or {}
    if not isinstance(style, dict):
        raise wrong("template_style", "must be of type object")
    return style


def _load_one(run: Run, id: str, values: dict[str, Any]) -> str:
    if not run.update and EventTemplate.objects.filter(id=id).exists():
        return SKIPPED
    _, verb = save_template(actor=run.actor, id=id, values=values)
    return {"create": IMPORTED, "update": UPDATED, "none": SKIPPED}[verb]


load = one_by_one("templates", _load_one)
