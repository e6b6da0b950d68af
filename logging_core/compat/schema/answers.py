"""What each route answers when it does what it was asked, and which refusals it has besides those of its door."""

from dataclasses import dataclass, field
from typing import Any

from logging_core.compat import (
    auth,
    aux_data,
    cruises,
    documentation,
    events,
    exports,
    external_calls,
    files,
    lowerings,
    server,
    templates,
    users,
    variables,
    voyages,
)
from logging_core.compat.endpoint import Endpoint
from logging_core.compat.schema.records import ANYTHING, TEXT, TIME, Json, array, record, ref

JSON, HTML, PLAIN, ANY_TYPE = "application/json", "text/html", "text/plain", "*/*"
FILE: Json = {"type": "string", "format": "binary"}


@dataclass(frozen=True)
class Answers:
    """`good`: by status, then by media type (None: no body). `refused`: statuses of refusals."""

    good: dict[int, dict[str, Json] | None]
    refused: tuple[int, ...] = ()
    bare: dict[int, Json] = field(default_factory=dict)  # refusals of a form of their own


def found(schema: Json, *refused: int) -> Answers:
    return Answers({200: {JSON: schema}}, refused)


def listed(name: str, *refused: int) -> Answers:
    """No records found is a 404."""
    return Answers({200: {JSON: array(ref(name))}}, (404, *refused))


def with_table(name: str, *refused: int, single: bool = False) -> Answers:
    """Also as CSV."""
    schema = ref(name) if single else array(ref(name))
    return Answers({200: {JSON: schema, HTML: TEXT}}, (404, *refused))


CREATED = Answers({201: {JSON: ref("Inserted")}})
DONE = Answers({204: None})
DONE_OR_UNKNOWN = Answers({204: None}, (404,))
COUNT = found(record(events={"type": "integer", "minimum": 0}))
TOKEN = record(token=TEXT)
MESSAGE = record(message=TEXT)
SENT_FILE = Answers({200: {ANY_TYPE: FILE}, 206: {ANY_TYPE: FILE}, 304: None, 416: {ANY_TYPE: FILE}}, (404,))
EXPORTING = Answers({202: {JSON: MESSAGE}}, (503,), bare={409: MESSAGE})

BY_ENDPOINT: dict[type[Endpoint], dict[str, Answers]] = {
    events.Events: {
        "GET": with_table("Event"),
        "POST": Answers({201: {JSON: ref("InsertedEvent")}}),
        "DELETE": found(record(deletedCount={"type": "integer", "minimum": 0})),
    },
    events.AllEvents: {"DELETE": DONE},
    events.EventCount: {"GET": COUNT},
    events.EventCountByCruise: {"GET": COUNT},
    events.EventCountByLowering: {"GET": COUNT},
    events.EventsByCruise: {"GET": with_table("Event")},
    events.EventsByLowering: {"GET": with_table("Event")},
    events.OneEvent: {"GET": with_table("Event", single=True), "PATCH": DONE, "DELETE": DONE_OR_UNKNOWN},
    aux_data.AuxDataList: {
        "GET": listed("AuxData"),
        "POST": Answers({201: {JSON: ref("Inserted")}, 204: None}),
    },
    aux_data.OneAuxData: {"GET": found(ref("AuxData"), 404), "PATCH": DONE_OR_UNKNOWN, "DELETE": DONE_OR_UNKNOWN},
    exports.Exports: {"GET": with_table("EventExport")},
    exports.OneExport: {"GET": with_table("EventExport", single=True)},
    templates.Templates: {"GET": listed("EventTemplate"), "POST": CREATED},
    templates.OneTemplate: {
        "GET": found(ref("EventTemplate"), 404),
        "PATCH": DONE_OR_UNKNOWN,
        "DELETE": DONE_OR_UNKNOWN,
    },
    variables.Variables: {"GET": listed("CustomVariable")},
    variables.OneVariable: {"GET": found(ref("CustomVariable"), 404), "PATCH": DONE},
    voyages.VoyageBump: {"GET": Answers({200: {HTML: TEXT}}, (404,))},
    voyages.VoyagePermissions: {"PATCH": DONE_OR_UNKNOWN},
    voyages.AllVoyages: {"DELETE": DONE},
    users.Users: {"GET": found(array(ref("User"))), "POST": Answers({201: {JSON: ref("Inserted")}}, (409,))},
    users.OneUser: {"GET": found(ref("User"), 404), "PATCH": DONE, "DELETE": DONE_OR_UNKNOWN},
    users.UserToken: {"GET": found(TOKEN, 404)},
    users.UserLoginToken: {"GET": found(record(loginToken=TEXT), 404)},
    auth.Login: {"POST": found(record(token=TEXT, id=TEXT), 401, 429)},
    auth.Register: {"POST": Answers({201: {JSON: ref("Inserted")}}, (401,))},
    auth.ForgotPassword: {"POST": found(record(statusCode={"type": "integer"}, message=TEXT))},
    auth.ResetPassword: {"PATCH": Answers({204: None}, (401,))},
    auth.Validate: {"GET": found(record(status=TEXT))},
    auth.Profile: {"GET": found(ref("User"))},
    auth.ProfileToken: {"GET": found(TOKEN)},
    external_calls.ExportEndpoint: {"GET": EXPORTING},
    external_calls.ExecuteOutput: {"GET": Answers({200: {HTML: TEXT}})},
    server.Root: {"GET": found(record(result=TEXT))},
    server.ServerTime: {"GET": found(record(ts=TIME))},
    server.Restricted: {"GET": found(MESSAGE)},
    documentation.SwaggerJson: {"GET": found(ANYTHING)},
    documentation.Documentation: {"GET": Answers({200: {HTML: TEXT}})},
    files.Image: {"GET": SENT_FILE},
    files.VoyageFile: {"GET": SENT_FILE, "DELETE": DONE_OR_UNKNOWN},
    files.VoyageFolder: {
        "GET": Answers({}, (403,)),
        "POST": Answers({201: {JSON: MESSAGE}}, (404,)),
    },
    files.Process: {"POST": Answers({201: {HTML: TEXT}}, (404,))},
    files.Revert: {"DELETE": DONE},
}
for name, room in (("Cruise", cruises), ("Lowering", lowerings)):
    BY_ENDPOINT |= {
        getattr(room, f"{name}s"): {"GET": with_table(name), "POST": CREATED},
        getattr(room, f"One{name}"): {
            "GET": with_table(name, single=True),
            "PATCH": DONE_OR_UNKNOWN,
            "DELETE": DONE_OR_UNKNOWN,
        },
        getattr(room, f"{name}ByEvent"): {"GET": with_table(name, single=True)},
    }
BY_ENDPOINT[cruises.CruiseByLowering] = {"GET": with_table("Cruise", single=True)}
BY_ENDPOINT[lowerings.LoweringsByCruise] = {"GET": with_table("Lowering")}


def answers_of(endpoint: type[Any], method: str) -> Answers:
    """Those of the class or of the nearest base that has some; KeyError tells that a route was forgotten."""
    for base in endpoint.__mro__:
        if method in BY_ENDPOINT.get(base, {}):
            return BY_ENDPOINT[base][method]
    raise KeyError(f"{method} of {endpoint.__name__} is described nowhere")
