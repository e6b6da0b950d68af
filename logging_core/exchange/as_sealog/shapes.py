"""Records as existing clients know them: their keys and no other ones."""

from typing import Any

from django.conf import settings

from logging_core.events.exports import EventRow
from logging_core.events.revision import joined, joined_comments
from logging_core.shared import clock, permissions
from logging_core.shared.permissions import Person
from logging_core.voyages import files
from logging_core.voyages.models import Voyage

COMMENT = "event_comment"
# Clients need an end. One that never changes survives being read and sent back.
OPEN_END = "2199-12-31T23:59:59.999Z"
Json = dict[str, Any]


def event_of_row(row: EventRow) -> Json:
    return {
        "id": row.id,
        "event_author": row.author,
        "ts": clock.iso(row.ts),
        "event_value": row.value,
        "event_options": options(row.options, row.comments),
        "event_free_text": row.free_text,
    }


def event_of_record(record: Json) -> Json:
    """From `Event.record()`, as it stands in the journal."""
    comments = [comment["text"] for comment in record["comments"]]
    return {
        "id": record["id"],
        "event_author": record["event_author"],
        "ts": record["ts"],
        "event_value": record["event_value"],
        "event_options": options(record["event_options"], comments),
        "event_free_text": record["event_free_text"],
    }


def options(stored: list[Json], comments: list[str]) -> list[Json]:
    """Every answer as one text; the comments as one last option."""
    shown = [
        option | {"event_option_value": joined(answer)} if isinstance(answer, list) else option
        for option in stored
        for answer in [option["event_option_value"]]
    ]
    if comments:
        shown.append({"event_option_name": COMMENT, "event_option_value": joined_comments(comments)})
    return shown


def aux_data_of_row(row: EventRow) -> list[Json]:
    return [{"data_source": source, "data_array": values} for source, values in row.aux_data]


def voyage(record: Voyage) -> Json:
    """A cruise or lowering with the files that lie in its folder now."""
    kind = record.KIND
    shape = voyage_of_record(kind, record.record())
    shape[f"{kind}_additional_meta"][f"{kind}_files"] = files.names(kind, record.id)
    if settings.ACCESS_CONTROL:
        shape[f"{kind}_access_list"] = record.access_ids()
    return shape


def voyage_of_record(kind: str, record: Json) -> Json:
    """From `Voyage.record()`, as it stands in the journal."""
    meta = {name: value for name, value in record[f"{kind}_additional_meta"].items() if name != f"{kind}_files"}
    return record | {"stop_ts": record["stop_ts"] or OPEN_END, f"{kind}_additional_meta": meta}


def template_of_record(record: Json, person: Person | None) -> Json:
    """From `EventTemplate.record()`; that a template is disabled is the admins' business."""
    shape = {name: value for name, value in record.items() if name != "position"}
    if not shape["template_style"]:
        del shape["template_style"]
    if not permissions.is_admin(person):
        del shape["disabled"]
    return shape


def user(record: Json) -> Json:
    """From `User.record()`."""
    return {name: value for name, value in record.items() if name != "passwordless"}
