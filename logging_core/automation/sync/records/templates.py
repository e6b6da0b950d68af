"""Event templates."""

from collections.abc import Collection, Mapping
from typing import Any

from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.records.keeper import filled
from logging_core.event_templates.actions import FIELDS, delete_template, save_template
from logging_core.event_templates.models import EventTemplate
from logging_core.shared.announce import Changes
from logging_core.shared.errors import wrong

EMPTY: Json = {
    "event_free_text_required": False,
    "system_template": False,
    "admin_only": False,
    "disabled": False,
    "categories": [],
    "options": [],
    "style": {},
    "position": 0,
}


class TemplateKeeper:
    model: Any = EventTemplate

    def rows(self, ids: Collection[str], *, lock: bool = False) -> dict[str, EventTemplate]:
        found = EventTemplate.objects.filter(id__in=ids).order_by("ordinal")
        return {template.id: template for template in (found.select_for_update() if lock else found)}

    def content(self, row: EventTemplate) -> Json:
        content = {name: getattr(row, name) for name in FIELDS}
        position = {"position": row.position} if row.position else {}
        return filled(content) | position

    def parts(self, row: EventTemplate) -> dict[str, Json]:
        return {}

    def store(
        self, row: EventTemplate | None, id: str, content: Json, parts: Mapping[str, Json], changes: Changes
    ) -> EventTemplate:
        for name in ("event_name", "event_value"):
            if name not in content:
                raise wrong(name, "is required")
        return save_template(actor=changes.actor, id=id, values={**EMPTY, **content})[0]

    def remove(self, row: EventTemplate, changes: Changes) -> None:
        delete_template(actor=changes.actor, template=row)
