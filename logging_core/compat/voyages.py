"""The routes that cruises and lowerings have in common. Which of the two is the class attribute `model`."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.accounts.models import User
from logging_core.compat import answers, csv
from logging_core.compat.endpoint import Door, Endpoint, no_route
from logging_core.compat.errors import Refused, no_record, no_records
from logging_core.compat.fields import Field, Flag, Id, Open, Several, Shape, Text, Time
from logging_core.compat.voyage_query import find, matching, page_of
from logging_core.events.models import Event
from logging_core.exchange.as_sealog import shapes
from logging_core.shared import clock, permissions
from logging_core.shared.announce import recorded
from logging_core.shared.ids import new_id
from logging_core.voyages import actions, files
from logging_core.voyages.models import Voyage
from logging_core.voyages.queries import VoyageQuerySet

Json = dict[str, Any]
OPEN_END = clock.parse(shapes.OPEN_END)
PEOPLE = Several(of=Id(), each="userID")
NOT_EMPTY = ("vessel", "pi", "departure_location", "arrival_location")


def fields(kind: str) -> dict[str, Field]:
    """What a record consists of; the known parts of a lowering's metadata are not checked."""
    known = {f"{kind}_{name}": Text(least=0) for name in NOT_EMPTY} if kind == "cruise" else {}
    return {
        f"{kind}_id": Text(required=True),
        "start_ts": Time(required=True),
        "stop_ts": Time(required=True),
        f"{kind}_location": Text(least=0, required=True),
        f"{kind}_tags": Several(of=Text(least=0), each=f"{kind}Tag", required=True),
        f"{kind}_additional_meta": Open(known=known, required=True),
        f"{kind}_hidden": Flag(),
        f"{kind}_access_list": PEOPLE,
    }


def create_shape(kind: str) -> Shape:
    return Shape(label=f"{kind}CreatePayload", fields={"id": Id(), **fields(kind)})


def update_shape(kind: str) -> Shape:
    return Shape(label=f"{kind}UpdatePayload", fields=fields(kind), patch=True)


def permissions_shape(kind: str) -> Shape:
    return Shape(label=f"{kind}UpdatePermissionsPayload", fields={"add": PEOPLE, "remove": PEOPLE}, patch=True)


class VoyageEndpoint(Endpoint):
    model: ClassVar[Any]

    @property
    def kind(self) -> str:
        return self.model.KIND

    def visible(self) -> VoyageQuerySet:
        """What the person asking may know of, newest first."""
        found = self.model.objects.visible_to(self.person).order_by("-start_ts", "-ordinal")
        return found.prefetch_related("access_list") if settings.ACCESS_CONTROL else found

    def listed(self, found: VoyageQuerySet) -> HttpResponseBase:
        records = [shapes.voyage(record) for record in page_of(found, self.asked)]
        if not records:
            raise no_records()
        return self._as_csv(records) if self.asked.get("format") == "csv" else answers.ok(records)

    def single(self, record: Voyage | None) -> HttpResponseBase:
        if record is None:
            raise no_records()
        shape = shapes.voyage(record)
        return self._as_csv([shape]) if self.asked.get("format") == "csv" else answers.ok(shape)

    def _as_csv(self, records: list[Json]) -> HttpResponseBase:
        return csv.voyages(self.kind, records)

    def found_by_filter(self, among: VoyageQuerySet) -> VoyageQuerySet:
        if self.asked.get("hidden") and not self.is_admin:
            raise Refused(401, f"User not authorized to retrieve hidden {self.kind}s")
        return matching(among, self.kind, self.asked)

    def check_access_list(self) -> None:
        if f"{self.kind}_access_list" in self.payload and not settings.ACCESS_CONTROL:
            raise Refused(400, f'"{self.kind}_access_list" is not allowed')

    def people(self, ids: list[str]) -> list[User]:
        found = list(User.objects.filter(id__in=ids))
        if len(found) != len(set(ids)):
            raise Refused(400, f"{self.kind}_access_list include invalid user IDs")
        return found


class Voyages(VoyageEndpoint):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.listed(self.found_by_filter(self.visible()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        self.check_access_list()
        named = self.people(self.payload.get(f"{self.kind}_access_list", []))
        id = self.payload.get("id") or new_id()
        if self.model.objects.filter(id=id).exists():
            raise Refused(400, "Record with the payload id already exists")
        values = values_of(self.kind, self.payload)
        with recorded(self.actor):
            record, _ = actions.save_voyage(actor=self.actor, model=self.model, id=id, values=values)
            actions.change_access(actor=self.actor, voyage=record, add=named)
        return answers.created(id)


class OneVoyage(VoyageEndpoint):
    unknown_on_patch: ClassVar[int] = 404

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return self.single(find(self.person, self.model, id))

    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        unknown = no_record(id, self.unknown_on_patch)
        record = find(self.person, self.model, id, unknown=unknown, verb="edit")
        self.check_access_list()
        values = values_of(self.kind, self.payload)
        named = self.payload.get(f"{self.kind}_access_list")
        with recorded(self.actor):
            actions.save_voyage(actor=self.actor, model=self.model, id=id, values=values)
            if named is not None:
                self._set_access(record, self.people(named))
        return answers.nothing()

    def _set_access(self, record: Voyage, named: list[User]) -> None:
        before = set(record.access_list.all())
        actions.change_access(actor=self.actor, voyage=record, add=set(named) - before, remove=before - set(named))

    def delete(self, request: HttpRequest, id: str) -> HttpResponseBase:
        actions.delete_voyage(actor=self.actor, voyage=find(self.person, self.model, id))
        return answers.nothing()


class VoyageByEvent(VoyageEndpoint):
    """The record during which an event happened."""

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        event = Event.objects.alive().filter(id=id).first()
        if event is None:
            raise Refused(400, f"No event record found for id: {id}")
        return self.single(self.visible().containing(event.ts).order_by("ordinal").first())


class VoyageBump(VoyageEndpoint):
    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        actions.announce_again(actor=self.actor, voyage=find(self.person, self.model, id))
        return answers.text("")


class VoyagePermissions(VoyageEndpoint):
    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        if not settings.ACCESS_CONTROL:
            raise no_route(request)
        record = find(self.person, self.model, id, verb="edit")
        lists = {name: self.people(self.payload.get(name, [])) for name in ("add", "remove")}
        actions.change_access(actor=self.actor, voyage=record, **lists)
        return answers.nothing()


class AllVoyages(VoyageEndpoint):
    doors = {"DELETE": Door(permissions.ADMIN)}

    def delete(self, request: HttpRequest) -> HttpResponseBase:
        for record in self.model.objects.all():
            actions.delete_voyage(actor=self.actor, voyage=record)
        files.remove_all_folders(self.kind)
        return answers.nothing()


def values_of(kind: str, payload: Json) -> Json:
    """The payload in the words of the action. The list of files is computed, never stored."""
    inside = {
        f"{kind}_id": "name",
        "start_ts": "start_ts",
        "stop_ts": "stop_ts",
        f"{kind}_location": "location",
        f"{kind}_tags": "tags",
        f"{kind}_additional_meta": "meta",
        f"{kind}_hidden": "hidden",
    }
    values = {inside[name]: value for name, value in payload.items() if name in inside}
    if values.get("stop_ts") == OPEN_END:
        values["stop_ts"] = None
    if "meta" in values:
        values["meta"] = {name: value for name, value in values["meta"].items() if name != f"{kind}_files"}
    return values
