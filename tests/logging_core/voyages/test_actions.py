from typing import Any

import pytest

from logging_core.shared import audit, clock, feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from logging_core.voyages.actions import delete_voyage, save_voyage
from logging_core.voyages.models import Cruise, Lowering

ACTOR = Actor("chief")
START, STOP = clock.parse("2026-03-01T00:00:00Z"), clock.parse("2026-03-31T00:00:00Z")
KINDS = pytest.mark.parametrize("model", [Cruise, Lowering])
pytestmark = pytest.mark.django_db


def save(id: str, model: type = Cruise, **values: Any) -> tuple[Any, str]:
    return save_voyage(actor=ACTOR, model=model, id=id, values=values)


def new(model: type = Cruise, **values: Any) -> Any:
    return save(new_id(), model, **{"name": "FKt260301", "start_ts": START, "stop_ts": STOP} | values)[0]


@KINDS
def test_saving_creates_then_changes_then_finds_nothing_to_do(model: type) -> None:
    id = new_id()
    assert save(id, model, name="S0492", start_ts=START)[1] == "create"
    changed, verb = save(id, model, location="Cape Blanco")
    assert (verb, changed.name, changed.location, changed.version) == ("update", "S0492", "Cape Blanco", 2)
    seq = feed.head().seq
    assert save(id, model, location="Cape Blanco", name="S0492")[1] == "none"
    assert feed.head().seq == seq
    assert model.objects.get().version == 2


@KINDS
def test_the_record_speaks_the_words_of_its_kind(model: type) -> None:
    kind = model.KIND
    meta = {"cruise_pi": "Ana", "a key of the future": {"deep": [1, "1", None]}}
    id = new(model, tags=["deep", ""], location="Juan de Fuca", meta=meta).id
    assert model.objects.get().record() == {
        "id": id,
        f"{kind}_id": "FKt260301",
        "start_ts": "2026-03-01T00:00:00.000Z",
        "stop_ts": "2026-03-31T00:00:00.000Z",
        f"{kind}_location": "Juan de Fuca",
        f"{kind}_tags": ["deep"],
        f"{kind}_hidden": False,
        f"{kind}_additional_meta": meta,
    }


@KINDS
@pytest.mark.parametrize("stop", [START, clock.parse("2026-02-28T00:00:00Z")])
def test_a_stop_before_the_start_is_refused_by_name_and_nothing_is_stored(model: type, stop: Any) -> None:
    with pytest.raises(BadInput, match="Start date must be older than stop date") as refused:
        new(model, stop_ts=stop)
    assert list(refused.value.details["fields"]) == ["start_ts"]
    assert not model.objects.exists()
    assert not Change.objects.exists()


@KINDS
def test_moving_one_end_beyond_the_other_is_refused(model: type) -> None:
    voyage = new(model)
    with pytest.raises(BadInput):
        save(voyage.id, model, start_ts=STOP)
    assert model.objects.get().start_ts == START


@KINDS
def test_a_voyage_under_way_has_no_end_and_can_get_one(model: type) -> None:
    voyage = new(model, stop_ts=None)
    assert voyage.record()["stop_ts"] is None
    assert save(voyage.id, model, stop_ts=STOP)[0].stop_ts == STOP
    assert save(voyage.id, model, stop_ts=None)[0].stop_ts is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("start_ts", {"start_ts": None}),
        ("cruise_id", {"name": ""}),
        ("cruise_id", {"name": "x" * 101}),
        ("cruise_id", {"name": "a\x00"}),
        ("cruise_id", {"name": 5}),
        ("cruise_location", {"location": None}),
        ("cruise_tags", {"tags": "deep"}),
        ("cruise_tags", {"tags": [1]}),
        ("cruise_additional_meta", {"meta": []}),
        ("cruise_additional_meta.depth", {"meta": {"depth": float("nan")}}),
        ("access_list", {"access_list": []}),
        ("ordinal", {"ordinal": 1}),
    ],
)
def test_a_wrong_field_is_refused_by_the_name_its_sender_knows(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        new(**values)
    assert list(refused.value.details["fields"]) == [field]
    assert not Cruise.objects.exists()


def test_times_are_cut_to_the_millisecond() -> None:
    voyage = new(start_ts=START.replace(microsecond=123_999))
    assert voyage.start_ts.microsecond == 123_000


def test_the_history_holds_who_did_what_with_before_and_after() -> None:
    voyage = new()
    save_voyage(actor=Actor("ana"), model=Cruise, id=voyage.id, values={"location": "Axial"}, reason="typo")
    delete_voyage(actor=ACTOR, voyage=Cruise.objects.get())
    created, changed, deleted = audit.history("cruise", voyage.id)
    assert (created["verb"], created["before"]) == ("create", None)
    assert (changed["actor"], changed["reason"], changed["version"]) == ("ana", "typo", 2)
    assert (changed["before"]["cruise_location"], changed["after"]["cruise_location"]) == ("", "Axial")
    assert (deleted["verb"], deleted["before"]["cruise_location"], deleted["after"]) == ("delete", "Axial", None)
    assert not Cruise.objects.exists()


def announced() -> list[tuple[str, bool]]:
    return list(Change.objects.order_by("seq").values_list("verb", "restricted"))


@KINDS
def test_hiding_is_told_to_admins_and_looks_like_a_withdrawal_to_others(model: type) -> None:
    voyage = new(model)
    save(voyage.id, model, hidden=True)
    assert announced() == [("create", False), ("update", True), ("withdraw", False)]
    withdrawal = Change.objects.get(verb="withdraw")
    assert (withdrawal.before, withdrawal.after, withdrawal.record_id) == (None, None, voyage.id)


@KINDS
def test_what_happens_to_a_hidden_voyage_is_told_to_admins_only(model: type) -> None:
    voyage = new(model, hidden=True)
    save(voyage.id, model, location="secret")
    delete_voyage(actor=ACTOR, voyage=model.objects.get())
    assert announced() == [("create", True), ("update", True), ("delete", True)]


@KINDS
def test_a_voyage_shown_again_is_told_to_everybody(model: type) -> None:
    voyage = new(model, hidden=True)
    save(voyage.id, model, hidden=False)
    assert announced() == [("create", True), ("update", False)]
