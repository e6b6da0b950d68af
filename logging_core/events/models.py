"""Events with their comments and the aux data attached to them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from logging_core.events.filters import SEPARATOR
from logging_core.events.queries import AuxDataQuerySet, EventQuerySet
from logging_core.shared import clock
from logging_core.shared.models import Record


class State(models.TextChoices):
    DRAFT = "draft", "being completed"
    FINAL = "final", "logged"
    DELETED = "deleted", "deleted"


class Event(Record):
    """One event. `ts` is the scientific time, `captured_at` the click, `received_at` the arrival here.

    Options are stored in their order; an answer is a text, or a list of texts where several were chosen.
    """

    ts = models.DateTimeField(default=clock.now)
    author = models.CharField(max_length=100)
    value = models.CharField(max_length=100)
    free_text = models.TextField(blank=True)
    options = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.FINAL)

    captured_at = models.DateTimeField(
        default=clock.now, help_text="When the button was pressed, client time corrected"
    )
    received_at = models.DateTimeField(default=clock.now)
    clock_offset_ms = models.IntegerField(
        null=True, help_text="Server time minus client time, measured by the client"
    )
    on_watch = models.CharField(max_length=100, blank=True)
    station = models.CharField(max_length=100, blank=True)
    created_by = models.ForeignKey("logging_core.User", null=True, on_delete=models.SET_NULL, related_name="+")
    template_id = models.CharField(max_length=24, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["ts", "ordinal"]
        indexes = [
            models.Index(fields=["ts", "ordinal"], name="event_time"),
            models.Index(fields=["ts"], condition=models.Q(value="ASNAP"), name="event_asnap"),
            models.Index(fields=["created_by"], condition=models.Q(state="draft"), name="event_drafts"),
            GinIndex(
                OpClass(Upper("search_text"), name="gin_trgm_ops"),
                OpClass(Upper("author"), name="gin_trgm_ops"),
                name="event_search",
            ),
        ]

    def __str__(self) -> str:
        return f"{clock.iso(self.ts)} {self.author} {self.value}"

    def refresh_search_text(self, comments: list[str]) -> None:
        """What full-text search looks at: value, free text, the answers and the comments."""
        answers = [part for option in self.options for part in as_list(option["event_option_value"])]
        self.search_text = SEPARATOR.join([self.value, self.free_text, *answers, *comments])

    def record(self, comments: "Iterable[Comment] | None" = None) -> dict[str, Any]:
        """The event as pages and feed know it; its comments are read (in lists prefetched) unless given."""
        if comments is None:
            comments = (comment for comment in self.comments.all() if not comment.deleted)
        return {
            "id": self.id,
            "event_author": self.author,
            "ts": clock.iso(self.ts),
            "event_value": self.value,
            "event_options": self.options,
            "event_free_text": self.free_text,
            "state": self.state,
            "version": self.version,
            "captured_at": clock.iso(self.captured_at),
            "received_at": clock.iso(self.received_at),
            "clock_offset_ms": self.clock_offset_ms,
            "on_watch": self.on_watch,
            "station": self.station,
            "template_id": self.template_id,
            "comments": [comment.record() for comment in comments],
        }


def as_list(answer: str | list[str]) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


class Comment(Record):
    """A remark on an event, with its own author and time. Exports show it as the option `event_comment`."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="comments")
    author = models.CharField(max_length=100)
    created_by = models.ForeignKey("logging_core.User", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    def record(self) -> dict[str, Any]:
        return {"id": self.id, "author": self.author, "text": self.text, "at": clock.iso(self.at)}


class AuxData(Record):
    """Values of one data source at the moment of one event: `[{data_name, data_value, data_uom}, ...]` in order.

    When the time of an event is corrected its aux data is retired, not deleted: it belonged to another moment.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="aux_data")
    data_source = models.CharField(max_length=100)
    data_array = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = AuxDataQuerySet.as_manager()

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_source", "event"],
                condition=models.Q(retired_at=None),
                name="one_aux_record_a_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_source} of {self.event_id}"

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "event_id": self.event.id,
            "data_source": self.data_source,
            "data_array": self.data_array,
        }
