"""The routes of aux data."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import answers, event_query
from logging_core.compat.endpoint import Door, Endpoint
from logging_core.compat.errors import Refused, no_record
from logging_core.compat.event_query import event_filter
from logging_core.compat.fields import Field, Id, Measured, Several, Shape, Text
from logging_core.events import aux_data as actions
from logging_core.events.exports import ROWS_AT_A_TIME
from logging_core.events.models import AuxData, Event, State
from logging_core.exchange.as_sealog.window import Window
from logging_core.shared.permissions import READ_EVENTS, WRITE_EVENTS

ELEMENT = Shape(
    fields={
        "data_name": Text(required=True),
        "data_value": Measured(required=True),
        "data_uom": Text(least=0),
    }
)
FIELDS: dict[str, Field] = {
    "event_id": Id(required=True),
    "data_source": Text(most=100, required=True),
    "data_array": Several(of=ELEMENT),
}
CREATE = Shape(label="auxDataCreatePayload", fields={"id": Id(), **FIELDS})
UPDATE = Shape(label="auxDataUpdatePayload", fields=FIELDS, patch=True)
COLUMNS = ("id", "event__id", "data_source", "data_array", "event__ts", "ordinal")
ABOUT_EVENTS = {"author", "value", "freetext", "fulltext", "startTS", "stopTS"}
BOTH = "Cannot include param eventID when using author, value, freetext, startTS or stopTS"


class AuxDataList(Endpoint):
    doors = {
        "GET": Door(READ_EVENTS, query=event_query.AUX_DATA),
        "POST": Door(WRITE_EVENTS, payload=CREATE),
    }

    def window(self) -> Window | None:
        """None: also the data of events in the future, as long as nothing is asked about events."""
        asks = ABOUT_EVENTS & self.asked.keys()
        if asks and "eventID" in self.asked:
            raise Refused(400, BOTH)
        return Window.so_far() if asks else None

    def get(self, request: HttpRequest, **_: str) -> HttpResponseBase:
        return answers.listed(_parts(self._found(), self.asked))

    def _found(self) -> "QuerySet[AuxData]":
        window = self.window()
        found = AuxData.objects.current().exclude(event__state=State.DELETED)
        if window is not None:
            events = Event.objects.matching(event_filter(self.asked, window)).order_by()
            found = found.filter(event__in=events)
        if "eventID" in self.asked:
            found = found.filter(event__id=self.asked["eventID"])
        if "datasource" in self.asked:
            found = found.filter(data_source__in=self.asked["datasource"])
        return found

    def post(self, request: HttpRequest) -> HttpResponseBase:
        aux, stored_now = actions.put_aux_data(
            actor=self.actor,
            event_id=self.payload["event_id"],
            data_source=self.payload["data_source"],
            data_array=self.payload.get("data_array", []),
            id=self.payload.get("id"),
        )
        return answers.created(aux.id) if stored_now else answers.nothing()


class AuxDataByCruise(AuxDataList):
    doors = {"GET": Door(READ_EVENTS, query=event_query.AUX_DATA)}

    def window(self) -> Window:
        id = self.kwargs["id"]
        return event_query.of_cruise(self.person, id, f"Cruise not found for id{id}")


class AuxDataByLowering(AuxDataByCruise):
    def window(self) -> Window:
        return event_query.of_lowering(self.person, self.kwargs["id"], "lowering not found for that id", 404)


class OneAuxData(Endpoint):
    doors = {
        "GET": Door(READ_EVENTS),
        "PATCH": Door(WRITE_EVENTS, payload=UPDATE),
        "DELETE": Door(WRITE_EVENTS),
    }

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return answers.ok(self._there(id).record())

    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        self._there(id)
        actions.change_aux_data(actor=self.actor, id=id, changed=self.payload)
        return answers.nothing()

    def delete(self, request: HttpRequest, id: str) -> HttpResponseBase:
        self._there(id)
        actions.remove_aux_data(actor=self.actor, id=id)
        return answers.nothing()

    def _there(self, id: str) -> AuxData:
        current = AuxData.objects.current().exclude(event__state=State.DELETED)
        aux = current.select_related("event").filter(id=id).first()
        if aux is None:
            raise no_record(id)
        return aux


def _parts(found: "QuerySet[AuxData]", asked: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Records in the order of their events, then of their storing; each part begins where the one before ended."""
    newest_first = asked.get("sort") == "newest"
    order = ("-event__ts", "-ordinal") if newest_first else ("event__ts", "ordinal")
    left, begin = asked.get("limit"), asked.get("offset", 0)
    part = found
    while left is None or left > 0:
        wanted = ROWS_AT_A_TIME if left is None else min(left, ROWS_AT_A_TIME)
        rows = list(part.order_by(*order).values_list(*COLUMNS)[begin : begin + wanted])
        if rows:
            yield [_shape(*row[:4]) for row in rows]
        if len(rows) < wanted:
            return
        left, begin, (ts, ordinal) = None if left is None else left - wanted, 0, rows[-1][4:]
        part = found.filter(_beyond(ts, ordinal, newest_first))


def _beyond(ts: datetime, ordinal: int, newest_first: bool) -> Q:
    if newest_first:
        return Q(event__ts__lte=ts) & (Q(event__ts__lt=ts) | Q(ordinal__lt=ordinal))
    return Q(event__ts__gte=ts) & (Q(event__ts__gt=ts) | Q(ordinal__gt=ordinal))


def _shape(id: str, event_id: str, data_source: str, data_array: list[Any]) -> dict[str, Any]:
    return {"id": id, "event_id": event_id, "data_source": data_source, "data_array": data_array}
