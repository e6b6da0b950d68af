"""The routes of custom variables."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.automation.actions import set_variable
from logging_core.automation.models import CustomVariable
from logging_core.compat import answers
from logging_core.compat.endpoint import Door, Endpoint
from logging_core.compat.errors import Refused, no_record, no_records
from logging_core.compat.fields import Several, Shape, Text
from logging_core.shared.permissions import READ_EVENTS, WRITE_EVENTS

LIST = Shape(fields={"name": Several(of=Text(), one_is_fine=True)})
UPDATE = Shape(
    label="customVarUpdatePayload",
    fields={"custom_var_name": Text(), "custom_var_value": Text(least=0)},
    patch=True,
)


class Variables(Endpoint):
    doors = {"GET": Door(READ_EVENTS, query=LIST)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = CustomVariable.objects.order_by("ordinal")
        if "name" in self.asked:
            found = found.filter(name__in=self.asked["name"])
        shown = [variable.record() for variable in found]
        if not shown:
            raise no_records()
        return answers.ok(shown)


class OneVariable(Endpoint):
    doors = {"GET": Door(READ_EVENTS), "PATCH": Door(WRITE_EVENTS, payload=UPDATE)}

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return answers.ok(_known(id, 404).record())

    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        """Clients send the name along. Another name is refused: the services know their variables by name."""
        variable = _known(id, 400)
        if self.payload.get("custom_var_name", variable.name) != variable.name:
            raise Refused(400, f"the name of {variable.name} cannot be changed")
        if "custom_var_value" in self.payload:
            set_variable(actor=self.actor, name=variable.name, value=self.payload["custom_var_value"])
        return answers.nothing()


def _known(id: str, unknown: int) -> CustomVariable:
    variable = CustomVariable.objects.filter(id=id).first()
    if variable is None:
        raise no_record(id, unknown)
    return variable
