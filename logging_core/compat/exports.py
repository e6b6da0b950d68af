"""The routes of event exports: events joined with their aux data, always in the order of time."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import event_query
from logging_core.compat.endpoint import Door, Endpoint
from logging_core.compat.errors import no_records
from logging_core.compat.event_lists import list_events, one_event
from logging_core.compat.event_query import event_filter
from logging_core.events.models import Event
from logging_core.exchange.as_sealog.window import Window
from logging_core.shared.permissions import READ_EVENTS


class Exports(Endpoint):
    doors = {"GET": Door(READ_EVENTS, query=event_query.EXPORTS)}

    def window(self) -> Window:
        return Window.so_far()

    def get(self, request: HttpRequest, **_: str) -> HttpResponseBase:
        """Here a data source is meant exactly, and chooses events; their aux data is not narrowed."""
        found = Event.objects.matching(event_filter(self.asked, self.window()))
        chosen = found.with_sources(tuple(self.asked.get("datasource", ())))
        return list_events(self.person, chosen, self.asked, with_aux_data=True)


class ExportsByCruise(Exports):
    def window(self) -> Window:
        return event_query.of_cruise(self.person, self.kwargs["id"], "cruise not found for that id", 404)


class ExportsByLowering(Exports):
    def window(self) -> Window:
        return event_query.of_lowering(self.person, self.kwargs["id"], "lowering not found for that id", 404)


class OneExport(Endpoint):
    doors = {"GET": Door(READ_EVENTS, query=event_query.ONE_EVENT)}

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return one_event(self.person, id, self.asked, unknown=no_records(), with_aux_data=True)
