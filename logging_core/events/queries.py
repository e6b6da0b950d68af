"""Which events: the one implementation of the filter language."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from logging_core.events.filters import EventFilter, Terms

SOURCE_NAMES = """
WITH RECURSIVE names AS (
    (SELECT data_source FROM logging_core_auxdata WHERE retired_at IS NULL ORDER BY data_source LIMIT 1)
    UNION ALL
    SELECT (SELECT data_source FROM logging_core_auxdata
            WHERE retired_at IS NULL AND data_source > names.data_source ORDER BY data_source LIMIT 1)
    FROM names WHERE names.data_source IS NOT NULL)
SELECT data_source FROM names WHERE data_source IS NOT NULL
"""


def _any(field: str, words: tuple[str, ...]) -> Q:
    """One of the words stands in the field: literally, without regard to case."""
    return reduce(or_, (Q(**{f"{field}__icontains": word}) for word in words), Q())


class EventQuerySet(models.QuerySet[Any]):
    def alive(self) -> "EventQuerySet":
        """Not deleted; drafts included."""
        return self.exclude(state="deleted")

    def matching(self, asked: EventFilter) -> "EventQuerySet":
        """Living events that fit the filter, in the order it names.

        Full text looks at value, free text, answers and comments; a negated term of it, and of `value`,
        is looked for in the event value only.
        """
        found = self.alive().filter(_any("search_text", asked.fulltext.wanted))
        found = found._by_indexed_words("value", asked.value.wanted)
        unwanted = asked.fulltext.unwanted + asked.value.unwanted
        if unwanted:
            found = found.exclude(_any("value", unwanted))
        found = found._by_terms("author", asked.author)
        found = found._by_indexed_words("free_text", asked.freetext.wanted)
        if asked.freetext.unwanted:
            found = found.exclude(_any("free_text", asked.freetext.unwanted))
        found = found.with_sources_like(asked.datasource)._between(asked)
        return found.order_by("-ts", "-ordinal") if asked.newest_first else found.order_by("ts", "ordinal")

    def shown(self) -> "EventQuerySet":
        """With what `Event.record()` reads, in two queries."""
        return self.prefetch_related("comments")

    def _by_terms(self, field: str, terms: Terms) -> "EventQuerySet":
        found = self.filter(_any(field, terms.wanted))
        return found.exclude(_any(field, terms.unwanted)) if terms.unwanted else found

    def _by_indexed_words(self, field: str, words: tuple[str, ...]) -> "EventQuerySet":
        """By a field that `search_text` holds: what is not there is not in the field, and that has an index."""
        return self.filter(_any("search_text", words), _any(field, words))

    def with_sources_like(self, terms: Terms) -> "EventQuerySet":
        """Events that have aux data of a source in whose name one of the words stands."""
        if not terms.wanted:
            return self
        words = [word.lower() for word in terms.wanted]
        names = apps.get_model("logging_core", "AuxData").objects.source_names()
        meant = [name for name in names if any(word in name.lower() for word in words)]
        return self.with_sources(tuple(meant)) if meant else self.none()

    def with_sources(self, names: tuple[str, ...]) -> "EventQuerySet":
        """Events that have aux data of one of these sources."""
        return self._with_aux_data(Q(data_source__in=names)) if names else self

    def _with_aux_data(self, condition: Q) -> "EventQuerySet":
        aux_data = apps.get_model("logging_core", "AuxData").objects.filter(event=OuterRef("pk"), retired_at=None)
        return self.filter(Exists(aux_data.filter(condition)))

    def _between(self, asked: EventFilter) -> "EventQuerySet":
        found = self.filter(ts__gte=asked.start) if asked.start else self
        return found.filter(ts__lte=asked.stop) if asked.stop else found


class AuxDataQuerySet(models.QuerySet[Any]):
    def current(self) -> "AuxDataQuerySet":
        """What belongs to the events as they are now."""
        return self.filter(retired_at=None)

    def source_names(self) -> list[str]:
        """Every data source once: a step in the index for each, however many records it has."""
        with connection.cursor() as cursor:
            cursor.execute(SOURCE_NAMES)
            return [name for (name,) in cursor.fetchall()]
