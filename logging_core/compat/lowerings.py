"""The routes of lowerings."""

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.compat import voyages
from logging_core.compat.endpoint import Door
from logging_core.compat.errors import Refused
from logging_core.compat.voyage_query import ONE_VOYAGE, find, parameters
from logging_core.exchange.as_sealog.window import Window
from logging_core.shared.permissions import ADMIN, READ_LOWERINGS, WRITE_LOWERINGS
from logging_core.voyages.models import Cruise, Lowering

KIND = "lowering"


class Lowerings(voyages.Voyages):
    model = Lowering
    doors = {
        "GET": Door(READ_LOWERINGS, query=parameters(KIND)),
        "POST": Door(ADMIN, payload=voyages.create_shape(KIND), in_words=True),
    }


class OneLowering(voyages.OneVoyage):
    model = Lowering
    unknown_on_patch = 400
    doors = {
        "GET": Door(READ_LOWERINGS, query=ONE_VOYAGE),
        "PATCH": Door(WRITE_LOWERINGS, payload=voyages.update_shape(KIND), in_words=True),
        "DELETE": Door(ADMIN),
    }


class LoweringsByCruise(voyages.VoyageEndpoint):
    """Lowerings that lie whole within a cruise, or within the part of it that is asked for."""

    model = Lowering
    doors = {"GET": Door(READ_LOWERINGS, query=parameters(KIND))}

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        unknown = Refused(400, f"No cruise record found for id: {id}")
        cruise = find(self.person, Cruise, id, unknown=unknown)
        whole = Window.of(cruise)
        window = whole.narrowed(self.asked)
        for name in ("startTS", "stopTS"):
            self.asked.pop(name, None)
        inside = self.visible().inside(cruise).filter(start_ts__gte=window.start)
        if cruise.stop_ts is not None or window.stop != whole.stop:
            inside = inside.filter(Q(stop_ts__isnull=True) | Q(stop_ts__lte=window.stop))
        return self.listed(self.found_by_filter(inside))


class LoweringByEvent(voyages.VoyageByEvent):
    model = Lowering
    doors = {"GET": Door(READ_LOWERINGS, query=ONE_VOYAGE)}


class LoweringBump(voyages.VoyageBump):
    model = Lowering
    doors = {"GET": Door(READ_LOWERINGS)}


class LoweringPermissions(voyages.VoyagePermissions):
    model = Lowering
    doors = {"PATCH": Door(WRITE_LOWERINGS, payload=voyages.permissions_shape(KIND), in_words=True)}


class AllLowerings(voyages.AllVoyages):
    model = Lowering
