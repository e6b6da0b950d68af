"""The records that routes answer, as JSON Schema: these keys and no other ones."""

from typing import Any

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
ID: Json = {"type": "string", "pattern": "^[0-9a-f]{24}$", "example": "6b01f1c8a3d5e2f4b6c7d8e9"}
TIME: Json = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$",
    "example": "2026-11-21T19:32:24.280Z",
}
ANYTHING: Json = {"type": "object", "additionalProperties": True}


def record(*optional: str, **properties: Json) -> Json:
    """An object of exactly these properties; those named first may be missing."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def array(items: Json) -> Json:
    return {"type": "array", "items": items}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _voyage(kind: str) -> Json:
    return record(
        f"{kind}_access_list",
        **{
            "id": ID,
            f"{kind}_id": TEXT,
            "start_ts": TIME,
            "stop_ts": TIME,
            f"{kind}_location": TEXT,
            f"{kind}_tags": array(TEXT),
            f"{kind}_hidden": FLAG,
            f"{kind}_additional_meta": {
                "type": "object",
                "properties": {f"{kind}_files": array(TEXT)},
                "required": [f"{kind}_files"],
                "additionalProperties": True,
            },
            f"{kind}_access_list": array(ID),
        },
    )


_EVENT: dict[str, Json] = {
    "id": ID,
    "event_author": TEXT,
    "ts": TIME,
    "event_value": TEXT,
    "event_options": array(record(event_option_name=TEXT, event_option_value=TEXT)),
    "event_free_text": TEXT,
    "cruise_id": TEXT,
    "lowering_id": TEXT,
}
_NAMES = ("cruise_id", "lowering_id")
_VALUE: Json = {"anyOf": [TEXT, {"type": "number"}]}
_DATA_ARRAY = array(record("data_uom", data_name=TEXT, data_value=_VALUE, data_uom=TEXT))

COMPONENTS: dict[str, Json] = {
    "Event": record(*_NAMES, **_EVENT),
    "EventExport": record(*_NAMES, **_EVENT, aux_data=array(record(data_source=TEXT, data_array=_DATA_ARRAY))),
    "AuxData": record(id=ID, event_id=ID, data_source=TEXT, data_array=_DATA_ARRAY),
    "Cruise": _voyage("cruise"),
    "Lowering": _voyage("lowering"),
    "EventTemplate": record(
        "disabled",
        "template_style",
        id=ID,
        event_name=TEXT,
        event_value=TEXT,
        event_free_text_required=FLAG,
        system_template=FLAG,
        template_categories=array(TEXT),
        template_style=ANYTHING,
        disabled=FLAG,
        admin_only=FLAG,
        event_options=array(ANYTHING),
    ),
    "CustomVariable": record(id=ID, custom_var_name=TEXT, custom_var_value=TEXT),
    "User": record(
        id=ID,
        username=TEXT,
        fullname=TEXT,
        email=TEXT,
        last_login=TIME,
        roles=array(TEXT),
        system_user=FLAG,
        disabled=FLAG,
    ),
    "Inserted": record(acknowledged=FLAG, insertedId=ID),
    "InsertedEvent": record(acknowledged=FLAG, insertedId=ID, insertedEvent=ref("Event")),
    "Refusal": record("attributes", statusCode={"type": "integer"}, error=TEXT, message=TEXT, attributes=ANYTHING),
}
