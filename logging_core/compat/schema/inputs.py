"""What may be sent, as JSON Schema: from the same fields that check it."""

from functools import singledispatch
from typing import Any

from logging_core.compat import fields
from logging_core.compat.auth import WITH_PASSWORD, WITH_TOKEN, OneOf
from logging_core.compat.fields import Field, Shape

Json = dict[str, Any]
MEANING = {
    "value": "Part of the event value; a leading ! excludes. Several are alternatives",
    "author": "Part of the author's name",
    "freetext": "Part of the free text",
    "fulltext": "Part of value, free text, answers or comments; a leading ! excludes by value",
    "datasource": "Source of aux data that the events must have",
    "startTS": "Not before; outside the time that the route is about it is passed over",
    "stopTS": "Not after; outside the time that the route is about it is passed over",
    "sort": "newest: the latest first",
    "offset": "Records to pass over",
    "limit": "Most records to give",
    "add_record_ids": "Add the names of cruise and lowering",
    "eventID": "Aux data of this event",
    "hidden": "Hidden ones (admins), or those that are not",
}


@singledispatch
def schema_of(field: Field) -> Json:
    return {}


@schema_of.register
def _text(field: fields.Text) -> Json:
    most = {} if field.most is None else {"maxLength": field.most}
    return {"type": "string", **({"minLength": field.least} if field.least else {}), **most}


@schema_of.register
def _id(field: fields.Id) -> Json:
    return {"type": "string", "pattern": "^[0-9a-fA-F]{24}$"}


@schema_of.register
def _flag(field: fields.Flag) -> Json:
    return {"type": "boolean"}


@schema_of.register
def _whole(field: fields.Whole) -> Json:
    return {"type": "integer", "minimum": field.least}


@schema_of.register
def _time(field: fields.Time) -> Json:
    return {"type": "string", "format": "date-time"}


@schema_of.register
def _choice(field: fields.Choice) -> Json:
    return {"type": "string", "enum": list(field.of)}


@schema_of.register
def _mail(field: fields.Mail) -> Json:
    return {"type": "string", "format": "email", "maxLength": 100}


@schema_of.register
def _address(field: fields.Address) -> Json:
    return {"type": "string", "format": "uri"}


@schema_of.register
def _answer(field: fields.Answer) -> Json:
    return {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}


@schema_of.register
def _several(field: fields.Several) -> Json:
    least = {"minItems": field.least} if field.least else {}
    return {"type": "array", "items": schema_of(field.of), **least}


@schema_of.register
def _open(field: fields.Open) -> Json:
    return {"type": "object", "properties": {name: schema_of(kind) for name, kind in field.known.items()}}


@schema_of.register
def _shape(field: Shape) -> Json:
    properties = {name: schema_of(kind) for name, kind in field.fields.items()}
    if field.patch:
        return {"type": "object", "properties": properties, "minProperties": 1}
    required = [name for name, kind in field.fields.items() if kind.required]
    body: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return body | ({"required": required} if required else {})


@schema_of.register
def _login(field: OneOf) -> Json:
    return {"oneOf": [schema_of(WITH_PASSWORD), schema_of(WITH_TOKEN)]}


def query_parameters(query: Shape) -> list[Json]:
    return [
        {"in": "query", "name": name, "schema": schema_of(kind), **_described(name)}
        for name, kind in query.fields.items()
    ]


def _described(name: str) -> Json:
    return {"description": MEANING[name]} if name in MEANING else {}


def path_parameters(names: list[str]) -> list[Json]:
    """Every `id` is a record's; other names are those of files."""
    kinds = {"id": schema_of(fields.Id())}
    return [
        {
            "in": "path",
            "name": name,
            "required": True,
            "schema": kinds.get(name, {"type": "string", "minLength": 1}),
        }
        for name in names
    ]
