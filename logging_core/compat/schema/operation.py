"""One method of one route in the OpenAPI description."""

import re
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema

from logging_core.compat import bodies
from logging_core.compat.endpoint import ANY_TOKEN, OPEN, Door
from logging_core.compat.schema.answers import JSON, PLAIN, Answers, answers_of
from logging_core.compat.schema.inputs import path_parameters, query_parameters, schema_of
from logging_core.compat.schema.records import TEXT, Json, ref

WORDS = re.compile(r"[A-Z][a-z]*")
IN_PATH = re.compile(r"{(\w+)}")
UPLOAD: Json = {
    "type": "object",
    "properties": {name: {"type": "string", "format": "binary"} for name in ("filepond", "file")},
}


class Operation(AutoSchema):
    """Takes nothing from serializers, which these routes do not have: their doors say what may be sent."""

    view: Any  # an Endpoint

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        door = self.view.doors.get(method)
        if door is None or path.endswith("/"):
            return None
        answers = answers_of(type(self.view), method)
        names = IN_PATH.findall(path)
        parameters = path_parameters(names) + (query_parameters(door.query) if door.query else [])
        return {
            "operationId": f"{method.lower()}{type(self.view).__name__}",
            "summary": _summary(self.view, method),
            "description": _description(door),
            "tags": [_tag(path)],
            **({"parameters": parameters} if parameters else {}),
            **_body(door),
            "security": [] if door.scope == OPEN else [{"token": []}],
            "responses": _responses(door, answers, names),
        }


def _summary(view: Any, method: str) -> str:
    """The first sentence about the method or the class, or the words of its name."""
    told = getattr(view, method.lower()).__doc__ or type(view).__doc__ or ""
    words = " ".join(WORDS.findall(type(view).__name__)).capitalize()
    return told.strip().partition("\n")[0].rstrip(".") or words


def _description(door: Door) -> str:
    return {OPEN: "Open to everybody.", ANY_TOKEN: "Needs a token."}.get(
        door.scope, f"Needs the scope `{door.scope}`."
    )


def _tag(path: str) -> str:
    """The part of the address that names what it is about."""
    parts = path.strip("/").split("/")
    if parts[:1] == ["ws"]:
        return "external_calls"
    return parts[3] if parts[1:3] == ["api", "v1"] else parts[1] if parts[1:2] == ["files"] else "server"


def _body(door: Door) -> Json:
    content: Json = {}
    if door.payload is not None:
        content[JSON] = {"schema": schema_of(door.payload)}
    if bodies.MULTIPART in door.kinds:
        content[bodies.MULTIPART] = {"schema": UPLOAD}
    if bodies.PLAIN in door.kinds:
        content[bodies.PLAIN] = {"schema": {"type": "string"}}
    required = door.payload is not None
    return {"requestBody": {"content": content, "required": required}} if content else {}


def _responses(door: Door, answers: Answers, names: list[str]) -> Json:
    responses: Json = {}
    for status, media in answers.good.items():
        responses[str(status)] = _response(status, media)
    for status, schema in answers.bare.items():
        responses[str(status)] = _response(status, {JSON: schema})
    for status in _refusals(door, answers, names):
        responses.setdefault(str(status), _response(status, {JSON: ref("Refusal")}))
    if door.query is not None:
        # An address of more than 64 kB never reaches us: the web server itself refuses it.
        responses["400"]["content"][PLAIN] = {"schema": TEXT}
    return dict(sorted(responses.items()))


def _response(status: int, media: dict[str, Json] | None) -> Json:
    content = {kind: {"schema": schema} for kind, schema in (media or {}).items()}
    return {"description": HTTPStatus(status).phrase, **({"content": content} if content else {})}


def _refusals(door: Door, answers: Answers, names: list[str]) -> set[int]:
    """Those that follow from what the door asks for, and the route's own."""
    found = {400, *answers.refused}
    if names:
        found.add(404)
    if door.scope != OPEN:
        found.add(401)
    if door.scope not in (OPEN, ANY_TOKEN):
        found.add(403)
    if door.payload is not None or door.kinds:
        found |= {413, 415}
    return found
