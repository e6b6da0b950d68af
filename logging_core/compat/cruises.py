"""The routes of cruises."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import voyages
from logging_core.compat.endpoint import Door
from logging_core.compat.errors import Refused
from logging_core.compat.voyage_query import ONE_VOYAGE, find, parameters
from logging_core.shared.permissions import ADMIN, READ_CRUISES, WRITE_CRUISES
from logging_core.voyages.models import Cruise, Lowering

KIND = "cruise"


class Cruises(voyages.Voyages):
    model = Cruise
    doors = {
        "GET": Door(READ_CRUISES, query=parameters(KIND)),
        "POST": Door(ADMIN, payload=voyages.create_shape(KIND), in_words=True),
    }


class OneCruise(voyages.OneVoyage):
    model = Cruise
    doors = {
        "GET": Door(READ_CRUISES, query=ONE_VOYAGE),
        "PATCH": Door(WRITE_CRUISES, payload=voyages.update_shape(KIND), in_words=True),
        "DELETE": Door(ADMIN),
    }


class CruiseByLowering(voyages.VoyageEndpoint):
    model = Cruise
    doors = {"GET": Door(READ_CRUISES, query=ONE_VOYAGE)}

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        unknown = Refused(400, f"No lowering record found for id: {id}")
        lowering = find(self.person, Lowering, id, unknown=unknown)
        return self.single(self.visible().around(lowering).order_by("ordinal").first())


class CruiseByEvent(voyages.VoyageByEvent):
    model = Cruise
    doors = {"GET": Door(READ_CRUISES, query=ONE_VOYAGE)}


class CruiseBump(voyages.VoyageBump):
    model = Cruise
    doors = {"GET": Door(READ_CRUISES)}


class CruisePermissions(voyages.VoyagePermissions):
    model = Cruise
    doors = {"PATCH": Door(WRITE_CRUISES, payload=voyages.permissions_shape(KIND), in_words=True)}


class AllCruises(voyages.AllVoyages):
    model = Cruise
