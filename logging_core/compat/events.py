"""The routes of events."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import answers, event_query
from logging_core.compat.endpoint import Door, Endpoint
from logging_core.compat.errors import Refused, no_record
from logging_core.compat.event_lists import count, list_events, one_event
from logging_core.compat.event_query import event_filter
from logging_core.compat.fields import Answer, Field, Flag, Id, Several, Shape, Text, Time
from logging_core.events import actions, bulk, revision
from logging_core.events.actions import NewEvent
from logging_core.events.filters import Terms
from logging_core.events.models import Event, State
from logging_core.events.queries import EventQuerySet
from logging_core.exchange.as_sealog import shapes
from logging_core.exchange.as_sealog.window import Window
from logging_core.shared.errors import NotFound
from logging_core.shared.names import option_name
from logging_core.shared.permissions import ADMIN, READ_EVENTS, WRITE_EVENTS

OPTION = Shape(
    fields={"event_option_name": Text(required=True), "event_option_value": Answer(required=True)},
)
FIELDS: dict[str, Field] = {
    "event_author": Text(most=100),
    "ts": Time(),
    "event_value": Text(most=100, required=True),
    "event_options": Several(of=OPTION),
    "event_free_text": Text(least=0),
}
CREATE = Shape(label="eventCreatePayload", fields={"id": Id(), **FIELDS, "publish": Flag()})
# The label is that of existing servers.
UPDATE = Shape(label="eventUpdateResponse", fields=FIELDS, patch=True)
NAMES = {
    "event_author": "author",
    "ts": "ts",
    "event_value": "value",
    "event_options": "options",
    "event_free_text": "free_text",
}


class EventEndpoint(Endpoint):
    """Lists and counts over a window in time: all so far, or that of a cruise or lowering."""

    def window(self) -> Window:
        return Window.so_far()

    def found(self) -> EventQuerySet:
        asked = event_filter(self.asked, self.window())
        sources = Terms.of(self.asked.get("datasource", ()))
        return Event.objects.matching(asked).with_sources_like(sources)


class Events(EventEndpoint):
    doors = {
        "GET": Door(READ_EVENTS, query=event_query.EVENTS),
        "POST": Door(WRITE_EVENTS, payload=CREATE, in_words=True),
        "DELETE": Door(ADMIN, query=event_query.EVENTS),
    }

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return list_events(self.person, self.found(), self.asked)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        event = self._logged(self.payload.get("id"), new_event(self.payload))
        inserted = shapes.event_of_record(event.record())
        return answers.ok({"acknowledged": True, "insertedId": event.id, "insertedEvent": inserted}, status=201)

    def _logged(self, id: str | None, new: NewEvent) -> Event:
        quiet = not self.payload.get("publish", True)
        event, stored_now = actions.log_event(actor=self.actor, user=self.person, id=id, new=new, quiet=quiet)
        if stored_now:
            return event
        if event.state != State.DELETED:
            raise Refused(400, "duplicate event ID")
        return revision.revive_event(actor=self.actor, user=self.person, id=event.id, new=new, quiet=quiet)

    def delete(self, request: HttpRequest) -> HttpResponseBase:
        begin, limit = self.asked.get("offset", 0), self.asked.get("limit")
        ordinals = self.found().values_list("pk", flat=True)
        chosen = list(ordinals[begin : None if limit is None else begin + limit])
        return answers.ok({"deletedCount": bulk.delete_events(actor=self.actor, ordinals=chosen)})


class AllEvents(Endpoint):
    doors = {"DELETE": Door(ADMIN)}

    def delete(self, request: HttpRequest) -> HttpResponseBase:
        everything = list(Event.objects.alive().values_list("pk", flat=True))
        bulk.delete_events(actor=self.actor, ordinals=everything)
        return answers.nothing()


class EventCount(EventEndpoint):
    doors = {"GET": Door(READ_EVENTS, query=event_query.EVENTS)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return count(self.found())


class EventsByCruise(EventEndpoint):
    doors = {"GET": Door(READ_EVENTS, query=event_query.EVENTS)}
    unknown = "No cruise record found for id: {}"

    def window(self) -> Window:
        id = self.kwargs["id"]
        return event_query.of_cruise(self.person, id, self.unknown.format(id))

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return list_events(self.person, self.found(), self.asked)


class EventCountByCruise(EventsByCruise):
    unknown = "No record cruise found for id: {}"

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return count(self.found())


class EventsByLowering(EventEndpoint):
    doors = {"GET": Door(READ_EVENTS, query=event_query.EVENTS)}

    def window(self) -> Window:
        id = self.kwargs["id"]
        return event_query.of_lowering(self.person, id, f"No record lowering found for id: {id}")

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return list_events(self.person, self.found(), self.asked)


class EventCountByLowering(EventsByLowering):
    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return count(self.found())


class OneEvent(Endpoint):
    doors = {
        "GET": Door(READ_EVENTS, query=event_query.ONE_EVENT),
        "PATCH": Door(WRITE_EVENTS, payload=UPDATE, in_words=True),
        "DELETE": Door(WRITE_EVENTS),
    }

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return one_event(self.person, id, self.asked, unknown=no_record(id))

    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        sent = {NAMES[name]: value for name, value in self.payload.items()}
        comment = None
        if "options" in sent:
            sent["options"], comment = split_comment(sent["options"])
        try:
            revision.revise_event(actor=self.actor, user=self.person, id=id, sent=sent, comment=comment)
        except NotFound:
            raise Refused(400, f"No event record found for id: {id}") from None
        return answers.nothing()

    def delete(self, request: HttpRequest, id: str) -> HttpResponseBase:
        if not Event.objects.alive().filter(id=id).exists():
            raise no_record(id)
        actions.delete_event(actor=self.actor, user=self.person, id=id, own_at_any_age=True)
        return answers.nothing()


def new_event(payload: dict[str, Any]) -> NewEvent:
    options, comment = split_comment(payload.get("event_options", []))
    return NewEvent(
        value=payload["event_value"],
        options=options,
        free_text=payload.get("event_free_text", ""),
        author=payload.get("event_author", ""),
        ts=payload.get("ts"),
        comment=comment or "",
    )


def split_comment(options: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str | None]:
    """The answers, and the text of the option `event_comment`, in which clients write comments (None: none)."""
    answered, texts = [], []
    for option in options:
        if option_name(option["event_option_name"]) == shapes.COMMENT:
            texts.append(str(option["event_option_value"]))
        else:
            answered.append(option)
    return answered, "\n".join(texts) if texts else None
