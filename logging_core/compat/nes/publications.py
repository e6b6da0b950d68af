"""From the journal to what the clients are told: which subscription, which record, and who may have it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from logging_core.accounts.models import User
from logging_core.compat.nes import paths, protocol
from logging_core.compat.nes.surroundings import Surroundings
from logging_core.exchange.as_sealog import shapes
from logging_core.shared import clock, permissions
from logging_core.shared.models import Change

LIVE_WITHIN_S = 120
# Existing web clients send no token. They need events, aux data and variables; of templates they only need to
# know that something changed. They never look at cruises and lowerings.
WHOLE_FOR_ANYBODY = {"event", "aux_data", "variable"}
ID_FOR_ANYBODY = {"template"}


@dataclass(frozen=True)
class Publication:
    """One message on one subscription. `readers` are accounts that may see it although it is restricted."""

    path: str
    message: dict[str, Any]
    kind: str
    restricted: bool = False
    readers: frozenset[str] = frozenset()
    instead_of: bool = False  # for those from whom the record was just withdrawn

    @cached_property
    def whole(self) -> str:
        return protocol.publication(self.path, self.message)

    @cached_property
    def bare(self) -> str:
        return protocol.publication(self.path, {"id": self.message["id"]})

    def frame_for(self, person: User | None) -> str | None:
        """The frame as this person may have it, or None."""
        if person is None:
            return self._frame_for_anybody()
        if self.instead_of and permissions.is_admin(person):
            return None
        restricted = self.restricted and person.id not in self.readers
        return self.whole if permissions.may_see_change(person, self.kind, restricted) else None

    def _frame_for_anybody(self) -> str | None:
        if self.restricted:
            return None
        if self.kind in WHOLE_FOR_ANYBODY:
            return self.whole
        return self.bare if self.kind in ID_FOR_ANYBODY else None


def publications(changes: Sequence[Change]) -> list[Publication]:
    """What a run of changes means for the clients, in order. Asks the database; not for an event loop."""
    told = [change for change in changes if not change.quiet]
    around = Surroundings(told)
    return [
        publication
        for change in told
        if change.kind in _OF_KIND
        for publication in _OF_KIND[change.kind](change, around)
    ]


def is_live(ts: datetime, now: datetime) -> bool:
    """Near enough to now for those who attach data to it: less than 120 s either side, in whole seconds."""
    return round(abs((now - ts).total_seconds())) < LIVE_WITHIN_S


def _of_event(change: Change, around: Surroundings) -> Iterator[Publication]:
    event = shapes.event_of_record(change.after or {})
    if change.verb in ("create", "restore"):
        if is_live(clock.parse(event["ts"]), change.at):
            yield Publication(paths.NEW_EVENTS, event, "event")
    elif change.verb == "delete":
        with_aux_data = {**event, "aux_data": around.aux_data_of(change.record_id)}
        yield Publication(paths.DELETE_EVENTS, with_aux_data, "event")
    elif (change.before or {}).get("ts") != event["ts"]:
        # At another time it is another event to those who attach data: they must do it anew.
        yield Publication(paths.DELETE_EVENTS, event, "event")
        yield Publication(paths.NEW_EVENTS, event, "event")
    else:
        yield Publication(paths.UPDATE_EVENTS, event, "event")


def _of_aux_data(change: Change, around: Surroundings) -> Iterator[Publication]:
    aux = change.after or {}
    if change.verb == "update":
        # The journal holds real changes only: repeated to a second server, an echo would never end.
        yield Publication(paths.UPDATE_AUX_DATA, aux, "aux_data")
    elif change.verb == "retire":
        yield Publication(paths.DELETE_AUX_DATA, aux, "aux_data")
    elif change.verb == "create":
        ts = around.time_of(aux["event_id"])
        if ts is not None and is_live(ts, change.at):
            yield Publication(paths.NEW_AUX_DATA, aux, "aux_data")


def _of_template(change: Change, around: Surroundings) -> Iterator[Publication]:
    if change.verb == "withdraw":
        yield Publication(paths.DELETE_TEMPLATES, {"id": change.record_id}, "template", instead_of=True)
        return
    by_verb = {"create": paths.NEW_TEMPLATES, "delete": paths.DELETE_TEMPLATES}
    path = by_verb.get(change.verb, paths.UPDATE_TEMPLATES)
    template = shapes.template_of_record(change.after or change.before or {}, None)
    yield Publication(path, template, "template", change.restricted)


def _of_variable(change: Change, around: Surroundings) -> Iterator[Publication]:
    if change.after is not None:
        yield Publication(paths.UPDATE_VARIABLES, change.after, "variable")


def _of_voyage(new: str, update: str) -> Callable[[Change, Surroundings], Iterator[Publication]]:
    """Cruises and lowerings: the record itself, and those that it lies in or that lie in it."""

    def of_voyage(change: Change, around: Surroundings) -> Iterator[Publication]:
        if change.after is None or change.verb == "access":
            return  # there is no subscription for deletions, and who may see a record is not told
        path = new if change.verb == "create" else update
        record = shapes.voyage_of_record(change.kind, change.after)
        yield Publication(path, record, change.kind, change.restricted, around.readers_of(change))
        for voyage, its_readers in around.relatives_of(change):
            of_relative = paths.UPDATE_LOWERINGS if change.kind == "cruise" else paths.UPDATE_CRUISES
            record = shapes.voyage_of_record(voyage.KIND, voyage.record())
            yield Publication(of_relative, record, voyage.KIND, voyage.hidden, its_readers)

    return of_voyage


_OF_KIND: dict[str, Callable[[Change, Surroundings], Iterator[Publication]]] = {
    "event": _of_event,
    "aux_data": _of_aux_data,
    "template": _of_template,
    "variable": _of_variable,
    "cruise": _of_voyage(paths.NEW_CRUISES, paths.UPDATE_CRUISES),
    "lowering": _of_voyage(paths.NEW_LOWERINGS, paths.UPDATE_LOWERINGS),
}
