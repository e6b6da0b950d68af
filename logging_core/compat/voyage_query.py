"""Which cruises and lowerings a request means, and whether the person asking may know of them."""

from typing import Any, TypeVar

from logging_core.compat.errors import Refused, no_record
from logging_core.compat.fields import Choice, Flag, Several, Shape, Text, Time, Whole
from logging_core.shared import clock
from logging_core.voyages.models import Voyage
from logging_core.voyages.queries import VoyageQuerySet

V = TypeVar("V", bound=Voyage)


def parameters(kind: str) -> Shape:
    """The query of a list of cruises or lowerings."""
    return Shape(
        fields={
            f"{kind}_id": Text(),
            "startTS": Time(),
            "stopTS": Time(),
            "hidden": Flag(),
            f"{kind}_location": Text(),
            f"{kind}_tags": Several(of=Text(), one_is_fine=True),
            **{f"{kind}_{name}": Text() for name in ("pi", "vessel") if kind == "cruise"},
            "format": Choice(of=("json", "csv")),
            "offset": Whole(),
            "limit": Whole(least=1),
        }
    )


ONE_VOYAGE = Shape(fields={"format": Choice(of=("json", "csv"))})


def matching(found: VoyageQuerySet, kind: str, asked: dict[str, Any]) -> VoyageQuerySet:
    """The voyages that fit, newest first. With a name only the name counts."""
    if "hidden" in asked:
        found = found.filter(hidden=asked["hidden"])
    if f"{kind}_id" in asked:
        return found.filter(name=asked[f"{kind}_id"])
    if "startTS" in asked or "stopTS" in asked:
        found = found.overlapping(asked.get("startTS", clock.EPOCH), asked.get("stopTS") or clock.now())
    if f"{kind}_location" in asked:
        found = found.filter(location=asked[f"{kind}_location"])
    if f"{kind}_tags" in asked:
        found = found.filter(tags__overlap=asked[f"{kind}_tags"])
    for name in (f"{kind}_pi", f"{kind}_vessel"):
        if name in asked:
            found = found.filter(**{f"meta__{name}": asked[name]})
    return found


def page_of(found: Any, asked: dict[str, Any]) -> list[Any]:
    begin, limit = asked.get("offset", 0), asked.get("limit")
    return list(found[begin : None if limit is None else begin + limit])


def find(person: Any, model: type[V], id: str, *, unknown: Refused | None = None, verb: str = "retrieve") -> V:
    """The record, if the person may know of it; 401 if not, 404 (or `unknown`) if there is none."""
    record: Any = model.objects.filter(id=id).first()
    if record is None:
        raise unknown or no_record(id)
    if record.hidden and not model.objects.visible_to(person).filter(pk=record.pk).exists():
        raise Refused(401, f"User not authorized to {verb} this {model.KIND}")
    return record


def find_for_events(person: Any, model: type[V], id: str, unknown: str, status: int) -> V:
    return find(person, model, id, unknown=Refused(status, unknown))
