"""Events for the pages: JSON in, JSON out, thin doors onto the actions."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.events import actions, comments
from logging_core.events.actions import NewEvent
from logging_core.events.filters import EventFilter
from logging_core.events.models import AuxData, Event
from logging_core.events.rules import may_edit
from logging_core.shared import audit, clock, ids
from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.http import PageEndpoint, actor_of, body_of, person_of
from logging_core.shared.paging import LARGEST_PAGE, page, whole_number
from logging_core.shared.permissions import READ_EVENTS, WRITE_EVENTS
from logging_core.shared.text import checked_text

# Names outside and inside: clients keep the words of the exchange format.
CHANGEABLE = {
    "event_value": "value",
    "event_options": "options",
    "event_free_text": "free_text",
    "event_author": "author",
    "ts": "ts",
    "state": "state",
}


class Events(PageEndpoint):
    """A page of events that fit a filter."""

    scopes = {"GET": READ_EVENTS}

    def get(self, request: Request) -> Response:
        params = request.query_params
        offset = whole_number(params, "offset", 0, least=0, most=100_000_000)
        limit = whole_number(params, "limit", 20, least=1, most=LARGEST_PAGE)
        found = page(Event.objects.matching(EventFilter.of(params)).shown(), offset, limit)
        return Response({"results": [shown(event, request) for event in found.rows], "has_more": found.has_more})


class Drafts(PageEndpoint):
    """Events that the person asking began and did not finish."""

    scopes = {"GET": WRITE_EVENTS}

    def get(self, request: Request) -> Response:
        drafts = Event.objects.filter(state="draft", created_by=person_of(request)).shown()
        return Response({"results": [shown(event, request) for event in drafts]})


class OneEvent(PageEndpoint):
    """One event: read with its aux data, log under an id made by the client, change, delete."""

    scopes = {"GET": READ_EVENTS, "PUT": WRITE_EVENTS, "PATCH": WRITE_EVENTS, "DELETE": WRITE_EVENTS}

    def get(self, request: Request, id: str) -> Response:
        event = Event.objects.shown().filter(id=id).first()
        if event is None:
            raise NotFound("There is no such event.")
        return Response(shown(event, request) | {"aux_data": aux_data_of(event)})

    def put(self, request: Request, id: str) -> Response:
        new = _new_event(body_of(request))
        event, stored_now = actions.log_event(actor=actor_of(request), user=person_of(request), id=id, new=new)
        return Response(shown(event, request), status=201 if stored_now else 200)

    def patch(self, request: Request, id: str) -> Response:
        body = body_of(request)
        event = actions.change_event(
            actor=actor_of(request),
            user=person_of(request),
            id=id,
            version=_required_version(body),
            reason=checked_text(body.get("reason", ""), "reason", longest=1000),
            changed=_changes(body),
        )
        return Response(shown(event, request))

    def delete(self, request: Request, id: str) -> Response:
        event = actions.delete_event(actor=actor_of(request), user=person_of(request), id=id)
        return Response(shown(event, request))


class Restored(PageEndpoint):
    """Undo of a deletion."""

    scopes = {"POST": WRITE_EVENTS}

    def post(self, request: Request, id: str) -> Response:
        return Response(
            shown(actions.restore_event(actor=actor_of(request), user=person_of(request), id=id), request)
        )


class History(PageEndpoint):
    """Every change of an event, oldest first."""

    scopes = {"GET": READ_EVENTS}

    def get(self, request: Request, id: str) -> Response:
        return Response({"results": audit.history("event", id)})


class Comments(PageEndpoint):
    """Add a comment to an event."""

    scopes = {"POST": WRITE_EVENTS}

    def post(self, request: Request, id: str) -> Response:
        body = body_of(request)
        event = comments.comment_on_event(
            actor=actor_of(request),
            user=person_of(request),
            event_id=id,
            id=_id(body, "id") if "id" in body else ids.new_id(),
            text=body.get("text", ""),
        )
        return Response(shown(event, request), status=201)


class OneComment(PageEndpoint):
    """Change a comment, or take it back."""

    scopes = {"PATCH": WRITE_EVENTS, "DELETE": WRITE_EVENTS}

    def patch(self, request: Request, id: str) -> Response:
        text = body_of(request).get("text", "")
        return Response(shown(self._changed(request, id, text), request))

    def delete(self, request: Request, id: str) -> Response:
        return Response(shown(self._changed(request, id, None), request))

    def _changed(self, request: Request, id: str, text: str | None) -> Event:
        return comments.change_comment(actor=actor_of(request), user=person_of(request), id=id, text=text)


def shown(event: Event, request: Any) -> dict[str, Any]:
    """The record, with whether the person asking may change it."""
    return event.record() | {"may_edit": may_edit(person_of(request), event)}


def aux_data_of(event: Event) -> list[dict[str, Any]]:
    return [aux.record() for aux in AuxData.objects.current().filter(event=event).select_related("event")]


def _new_event(body: dict[str, Any]) -> NewEvent:
    return NewEvent(
        value=body.get("event_value", ""),
        options=body.get("event_options", []),
        free_text=body.get("event_free_text", ""),
        author=body.get("event_author", ""),
        ts=_time(body, "ts"),
        captured_at=_time(body, "captured_at"),
        clock_offset_ms=_offset(body.get("clock_offset_ms")),
        state=body.get("state", "final"),
        template_id=_id(body, "template_id") if body.get("template_id") else "",
        on_watch=body.get("on_watch") or "",
        station=body.get("station") or "",
    )


def _changes(body: dict[str, Any]) -> dict[str, Any]:
    changed = {inside: body[outside] for outside, inside in CHANGEABLE.items() if outside in body}
    if "ts" in changed:
        changed["ts"] = _time(body, "ts")
        if changed["ts"] is None:
            raise wrong("ts", "is required")
    if not changed:
        raise wrong("body", f"must change one of {', '.join(CHANGEABLE)}")
    return changed


def _required_version(body: dict[str, Any]) -> int:
    version = body.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise wrong("version", "is required: the version of the event that was changed")
    return version


def _time(body: dict[str, Any], name: str) -> datetime | None:
    if body.get(name) is None:
        return None
    try:
        return clock.parse(body[name])
    except ValueError as problem:
        raise wrong(name, str(problem)) from problem


def _offset(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 2**31 - 1:
        raise wrong("clock_offset_ms", "must be a number of milliseconds")
    return round(value)


def _id(body: dict[str, Any], name: str) -> str:
    try:
        return ids.normal(body[name])
    except ValueError as problem:
        raise wrong(name, str(problem)) from problem
