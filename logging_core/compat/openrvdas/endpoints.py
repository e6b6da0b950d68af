"""The endpoints of the contract (5.7). Wrong names are a 400, and files are those of the definitions' folder."""

from typing import Any

from django.contrib.auth import authenticate, user_logged_in
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from logging_core.compat import tokens
from logging_core.compat.openrvdas import bodies
from logging_core.compat.openrvdas.endpoint import Endpoint, actor_of, control
from logging_core.loggers import actions, definitions
from logging_core.loggers.intake import inside, tree
from logging_core.shared.http import person_of
from logging_core.shared.permissions import READ_LOGGERS, WRITE_LOGGERS

LINKS = (
    "login",
    "logout",
    "obtain-auth-token",
    "cruise-configuration",
    "select-cruise-mode",
    "edit-logger-config",
    "load-configuration-file",
    "reload-current-configuration",
    "delete-configuration",
    "schema",
)


class Root(Endpoint):
    permission_classes = []
    scopes = {"GET": ""}

    def get(self, request: Request) -> Response:
        return Response({name: reverse(f"openrvdas-{name}", request=request) for name in LINKS})


class ObtainToken(Endpoint):
    authentication_classes = []
    permission_classes = []
    scopes = {"POST": ""}
    bodies = {"POST": bodies.Login}

    def post(self, request: Request) -> Response:
        sent = self.body(request)
        name = sent["username"].strip().lower()
        user: Any = authenticate(request._request, username=name, password=sent["password"])
        if user is None:
            raise ValidationError({"non_field_errors": ["Unable to log in with provided credentials."]})
        user_logged_in.send(type(user), request=request._request, user=user)  # ends the count of wrong passwords
        return Response({"token": tokens.issue(user), "user_id": user.id, "create": True})


class CruiseConfiguration(Endpoint):
    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request) -> Response:
        return Response({"status": "ok", "configuration": _configuration(request)})


class SelectMode(Endpoint):
    scopes = {"GET": READ_LOGGERS, "POST": WRITE_LOGGERS}
    bodies = {"POST": bodies.SelectMode}

    def get(self, request: Request) -> Response:
        wanted = control()
        modes = list(wanted.definition.expanded["modes"]) if wanted.definition else []
        return Response({"status": "ok", "data": {"modes": modes, "active_mode": wanted.mode or None}})

    def post(self, request: Request) -> Response:
        mode = self.body(request)["select_mode"]
        actions.set_mode(actor=actor_of(request), by=person_of(request), mode=mode)
        return Response({"status": f"Cruise mode set: {mode}"})


class EditLoggerConfig(Endpoint):
    scopes = {"GET": READ_LOGGERS, "POST": WRITE_LOGGERS}
    bodies = {"POST": bodies.EditLogger}

    def get(self, request: Request) -> Response:
        return Response({"status": "ok", "loggers": _loggers(), "msg": None})

    def post(self, request: Request) -> Response:
        sent = self.body(request)
        name, config = sent["logger_id"], sent["config"]
        if not sent["update"]:
            raise ValidationError({"update": ["Nothing was updated."]})
        actions.set_config(actor=actor_of(request), by=person_of(request), logger=name, config=config)
        return Response({"status": f"Logger {name} updated."})


class LoadFile(Endpoint):
    scopes = {"GET": WRITE_LOGGERS, "POST": WRITE_LOGGERS}
    bodies = {"POST": bodies.LoadFile}

    def get(self, request: Request) -> Response:
        return Response({"status": "ok", "files": tree()})

    def post(self, request: Request) -> Response:
        name = self.body(request)["target_file"]
        actor, by = actor_of(request), person_of(request)
        file, base = inside(name)
        definition = definitions.load_definition(actor=actor, by=by, file=file, base_dir=base)
        actions.apply_definition(actor=actor, by=by, definition=definition, preserve=False)
        return Response({"status": f"target_file loaded {name}"})


class Reload(Endpoint):
    """Back to the default mode, as existing scripts expect; the pages keep mode and configs."""

    scopes = {"GET": READ_LOGGERS, "POST": WRITE_LOGGERS}
    bodies = {"POST": bodies.Reload}

    def get(self, request: Request) -> Response:
        return Response({"status": "ok", "configuration": _configuration(request)})

    def post(self, request: Request) -> Response:
        if not self.body(request)["reload"]:
            raise ValidationError({"reload": ["Nothing was reloaded."]})
        definitions.reload_definition(actor=actor_of(request), by=person_of(request), preserve=False)
        return Response({"status": "Current config reloaded"})


class Delete(Endpoint):
    scopes = {"GET": READ_LOGGERS, "POST": WRITE_LOGGERS}
    bodies = {"POST": bodies.Delete}

    def get(self, request: Request) -> Response:
        definition = control().definition
        return Response({"status": "ok", "data": {"cruise_id": definition.cruise_id if definition else None}})

    def post(self, request: Request) -> Response:
        if not self.body(request)["delete"]:
            raise ValidationError({"delete": ["Nothing was deleted."]})
        actions.delete_definition(actor=actor_of(request), by=person_of(request))
        return Response({"status": "Cruise configuration deleted"})


def _configuration(request: Request) -> dict[str, Any]:
    """Without a definition only the first two."""
    wanted = control()
    scheme = "wss" if request.is_secure() else "ws"
    told: dict[str, Any] = {"websocket_server": f"{scheme}://{request.get_host()}/cds-ws", "errors": []}
    if wanted.definition is not None:
        told |= {
            "cruise_id": wanted.definition.cruise_id,
            "filename": wanted.definition.file_name,
            "loggers": _loggers(),
            "modes": list(wanted.definition.expanded["modes"]),
            "active_mode": wanted.mode,
        }
    return told


def _loggers() -> dict[str, Any]:
    wanted = control()
    names = wanted.definition.expanded["loggers"] if wanted.definition else {}
    return {
        name: {"configs": logger["configs"], "active": wanted.configs.get(name)} for name, logger in names.items()
    }
