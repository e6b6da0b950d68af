"""Which cruise, which lowering: always by time."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from logging_core.shared import permissions


class VoyageQuerySet(models.QuerySet[Any]):
    def containing(self, moment: datetime) -> "VoyageQuerySet":
        """Those under way at a moment, both ends included; one without an end is still under way."""
        return self.filter(Q(stop_ts__isnull=True) | Q(stop_ts__gte=moment), start_ts__lte=moment)

    def at(self, moment: datetime) -> Any:
        """The one under way at a moment; of several the one that started last."""
        return self.containing(moment).order_by("-start_ts", "ordinal").first()

    def inside(self, outer: Any) -> "VoyageQuerySet":
        """Those that start within another one: the one rule of membership (lowerings of a cruise)."""
        inside = self.filter(start_ts__gte=outer.start_ts)
        return inside.filter(start_ts__lte=outer.stop_ts) if outer.stop_ts else inside

    def overlapping(self, start: datetime, stop: datetime) -> "VoyageQuerySet":
        """Those of which a part lies between two moments; touching is not enough."""
        return self.filter(Q(stop_ts__isnull=True) | Q(stop_ts__gt=start), start_ts__lt=stop)

    def around(self, inner: Any) -> "VoyageQuerySet":
        """Those that hold another one whole (the cruise of a lowering)."""
        found = self.containing(inner.start_ts)
        return found.filter(Q(stop_ts__isnull=True) | Q(stop_ts__gte=inner.stop_ts)) if inner.stop_ts else found

    def visible_to(self, person: permissions.Person | None) -> "VoyageQuerySet":
        """What somebody may know of: admins all, others what is not hidden.

        With access lists in use (`SEALOG_ACCESS_CONTROL`) also what is hidden and names them.
        """
        if permissions.is_admin(person):
            return self
        open_to_all = Q(hidden=False)
        if person is None or not settings.ACCESS_CONTROL:
            return self.filter(open_to_all)
        return self.filter(open_to_all | Q(access_list=person)).distinct()
