"""The routes that start a data export, and the one that clients ask for over their socket."""

from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import answers
from logging_core.compat.endpoint import OPEN, Door, Endpoint
from logging_core.compat.errors import Refused
from logging_core.exchange.package import actions
from logging_core.shared.errors import Conflict
from logging_core.shared.permissions import ADMIN
from logging_core.voyages.models import Cruise, Lowering, Voyage


class ExportEndpoint(Endpoint):
    """Starts the export of one record; a second one has to wait."""

    doors = {"GET": Door(ADMIN)}
    model: type[Voyage]

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        id = self.kwargs["id"]
        voyage = self.model._default_manager.filter(id=id).first()
        if voyage is None:
            raise Refused(400, f"No record {self.model.KIND} found for id: {id}")
        try:
            actions.export(actor=self.actor, user=self.person, voyage=voyage)
        except Conflict:
            return answers.ok({"message": "A command is already running."}, HTTPStatus.CONFLICT)
        return answers.ok({"message": "Command is being executed."}, HTTPStatus.ACCEPTED)


class ExportCruise(ExportEndpoint):
    model = Cruise


class ExportLowering(ExportEndpoint):
    model = Lowering


class ExecuteOutput(Endpoint):
    """Means something over the socket only (`nes.conversation`); asked for by itself it does nothing."""

    doors = {"GET": Door(OPEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.text("connection request received")
