"""The routes of event templates."""

from typing import Any

from django.db.models.functions import Collate
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import answers
from logging_core.compat.endpoint import Door, Endpoint
from logging_core.compat.errors import Refused, no_record, no_records
from logging_core.compat.fields import Choice, Field, Flag, Id, Open, Several, Shape, Text, Whole
from logging_core.event_templates import actions
from logging_core.event_templates.models import EventTemplate
from logging_core.exchange.as_sealog import shapes
from logging_core.shared.ids import new_id
from logging_core.shared.permissions import READ_TEMPLATES, WRITE_TEMPLATES

LIST = Shape(
    fields={
        "system_template": Flag(),
        "admin_only": Flag(),  # taken and not looked at, as ever
        "sort": Choice(of=("event_name",)),
        "offset": Whole(),
        "limit": Whole(least=1),
    }
)
OPTION = Shape(
    fields={
        "event_option_name": Text(required=True),
        "event_option_type": Text(required=True),
        "event_option_default_value": Text(least=0),
        "event_option_values": Several(of=Text(), required=True),
        "event_option_allow_freeform": Flag(required=True),
        "event_option_required": Flag(required=True),
    }
)
FIELDS: dict[str, Field] = {
    "event_name": Text(required=True),
    "event_value": Text(required=True),
    "event_free_text_required": Flag(required=True),
    "system_template": Flag(required=True),
    "template_categories": Several(of=Text(least=0)),
    "template_style": Open(),
    "disabled": Flag(),
    "admin_only": Flag(),
    "event_options": Several(of=OPTION),
}
CREATE = Shape(label="eventTemplateCreatePayload", fields={"id": Id(), **FIELDS})
UPDATE = Shape(label="eventTemplateUpdatePayload", fields=FIELDS, patch=True)
INSIDE = {"template_categories": "categories", "template_style": "style", "event_options": "options"}


class Templates(Endpoint):
    doors = {
        "GET": Door(READ_TEMPLATES, query=LIST),
        "POST": Door(WRITE_TEMPLATES, payload=CREATE, in_words=True),
    }

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = EventTemplate.objects.visible_to(self.person)
        if "system_template" in self.asked:
            found = found.filter(system_template=self.asked["system_template"])
        ordered = (
            found.order_by(Collate("event_name", "C"), "ordinal")
            if "sort" in self.asked
            else found.order_by("ordinal")
        )
        begin, limit = self.asked.get("offset", 0), self.asked.get("limit")
        rows = ordered[begin : None if limit is None else begin + limit]
        shown = [shapes.template_of_record(template.record(), self.person) for template in rows]
        if not shown:
            raise no_records()
        return answers.ok(shown)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        id = self.payload.get("id") or new_id()
        if EventTemplate.objects.filter(id=id).exists():
            raise Refused(400, "Record with the payload id already exists")
        actions.save_template(actor=self.actor, by=self.person, id=id, values=_values(self.payload))
        return answers.created(id)


class OneTemplate(Endpoint):
    doors = {
        "GET": Door(READ_TEMPLATES),
        "PATCH": Door(WRITE_TEMPLATES, payload=UPDATE, in_words=True),
        "DELETE": Door(WRITE_TEMPLATES),
    }

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        template = self._known(id, 404)
        return answers.ok(shapes.template_of_record(template.record(), self.person))

    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        self._known(id, 400)
        actions.save_template(actor=self.actor, by=self.person, id=id, values=_values(self.payload))
        return answers.nothing()

    def delete(self, request: HttpRequest, id: str) -> HttpResponseBase:
        actions.delete_template(actor=self.actor, by=self.person, template=self._known(id, 404))
        return answers.nothing()

    def _known(self, id: str, unknown: int) -> EventTemplate:
        template = EventTemplate.objects.filter(id=id).first()
        if template is None:
            raise no_record(id, unknown)
        if template.restricted and not self.is_admin:
            raise Refused(404, "template only available to admin users")
        return template


def _values(payload: dict[str, Any]) -> dict[str, Any]:
    return {INSIDE.get(name, name): value for name, value in payload.items() if name != "id"}
