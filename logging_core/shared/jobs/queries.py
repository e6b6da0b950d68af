"""Which jobs. Times are compared with the clock of the database, which all workers share."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class JobQuerySet(models.QuerySet[Any]):
    def under_way(self) -> "JobQuerySet":
        return self.filter(state__in=("queued", "running"))

    def finished(self) -> "JobQuerySet":
        return self.exclude(state__in=("queued", "running"))

    def queued(self) -> "JobQuerySet":
        return self.filter(state="queued")

    def due(self) -> "JobQuerySet":
        return self.queued().filter(due_at__lte=Now())

    def alive(self) -> "JobQuerySet":
        """Running, and the worker has said so lately."""
        return self.filter(state="running", lease_until__gt=Now())

    def abandoned(self) -> "JobQuerySet":
        """Running as far as is known, but nobody has said so for a whole lease."""
        return self.filter(state="running", lease_until__lte=Now())

    def free(self) -> "JobQuerySet":
        """Those that a worker may take."""
        return self.filter(Q(state="queued") | Q(state="running", lease_until__lte=Now()))

    def held(self, claim: str) -> "JobQuerySet":
        return self.filter(state="running", claim=claim)

    def seen_by(self, person: Any, kinds: list[str]) -> "JobQuerySet":
        """Jobs of these kinds, which the person may have, and those he asked for himself."""
        return self.filter(Q(kind__in=kinds) | Q(asked_by_id=person.id))
