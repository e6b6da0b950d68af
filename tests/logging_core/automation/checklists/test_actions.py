from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from logging_core.automation.checklists.actions import (
    begin_checklist,
    close_checklist,
    reopen_checklist,
    save_template,
    tick,
    untick,
)
from logging_core.automation.checklists.models import Checklist, ChecklistTemplate, Tick
from logging_core.automation.checklists.queries import of_lowering
from logging_core.shared import audit, clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Lowering

ANA, MT = Actor("ana", "5a00000000000000000000aa"), Actor("mt", "5a00000000000000000000bb")
ITEMS = [{"text": "Hatches closed"}, {"text": "Tether checked", "who": "Chief pilot"}, {"text": "Lights"}]


def template(**other: Any) -> ChecklistTemplate:
    sent = {"title": "Before the dive", "kind": "pre", "items": ITEMS, **other}
    return save_template(actor=ANA, user=None, id=None, sent=sent)


def lowering() -> Lowering:
    start = clock.now() - timedelta(hours=1)
    return save_voyage(
        actor=ANA, model=Lowering, id="5a11111111111111111111aa", values={"name": "S1", "start_ts": start}
    )[0]


@pytest.fixture
def begun(db: None) -> Checklist:
    return begin_checklist(actor=ANA, user=None, template_id=template().id, lowering=lowering())


def done(checklist: Checklist) -> list[str]:
    """Who did each item, "" where nobody did."""
    (standing,) = of_lowering(Lowering.objects.get())
    assert standing["id"] == checklist.id
    return [item["author"] for item in standing["items"]]


def press(checklist: Checklist, place: int, actor: Actor = ANA, signed: str = "", user: Any = None) -> Tick:
    item = checklist.items[place]["id"]
    return tick(actor=actor, user=user, id=checklist.id, item_id=item, signed=signed)


def test_a_tick_has_its_author_and_its_time(begun: Checklist) -> None:
    before = clock.now()
    press(begun, 0)
    (standing,) = of_lowering(Lowering.objects.get())
    item = standing["items"][0]
    assert (item["done"], item["author"], standing["done"], standing["total"]) == (True, "ana", 1, 3)
    assert clock.parse(item["at"]) >= before
    assert [row["verb"] for row in audit.history("checklist", begun.id)] == ["begin", "tick"]


def test_an_item_with_a_signer_needs_a_name(begun: Checklist) -> None:
    with pytest.raises(BadInput, match="Chief pilot"):
        press(begun, 1, signed="  ")
    press(begun, 1, signed="J. van Dam")
    assert of_lowering(Lowering.objects.get())[0]["items"][1]["signed"] == "J. van Dam"


def test_of_two_who_tick_one_item_the_first_stands(begun: Checklist) -> None:
    press(begun, 0)
    press(begun, 0, MT)
    assert done(begun) == ["ana", "", ""]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_people_tick_at_once_and_nothing_is_lost() -> None:
    items = [{"text": f"item {number}"} for number in range(8)]
    made = begin_checklist(actor=ANA, user=None, template_id=template(items=items).id, lowering=lowering())

    def work(place: int) -> None:
        try:
            press(made, place % 8, ANA if place < 8 else MT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(work, place) for place in range(16)]:
            one.result()
    assert Tick.objects.count() == 8
    assert all(done(made))
    assert len(audit.history("checklist", made.id)) == 9


def test_what_was_ticked_by_mistake_is_unticked_and_stays_in_the_history(begun: Checklist) -> None:
    press(begun, 0)
    untick(actor=MT, user=None, id=begun.id, item_id=begun.items[0]["id"])
    untick(actor=MT, user=None, id=begun.id, item_id=begun.items[0]["id"])
    assert done(begun) == ["", "", ""]
    last = audit.history("checklist", begun.id)[-1]
    assert (last["verb"], last["actor"], last["before"]["author"]) == ("untick", "mt", "ana")


def test_a_list_keeps_its_items_whatever_becomes_of_its_template(begun: Checklist) -> None:
    stored = ChecklistTemplate.objects.get()
    changed = {"title": "Other", "kind": "pre", "items": [stored.items[0] | {"text": "All hatches closed"}]}
    save_template(actor=ANA, user=None, id=stored.id, sent=changed)
    assert ChecklistTemplate.objects.get().items[0]["id"] == begun.items[0]["id"]
    begun.refresh_from_db()
    assert [item["text"] for item in begun.items] == ["Hatches closed", "Tether checked", "Lights"]


def test_a_closed_list_stays_as_it_is_until_a_manager_opens_it_again(
    begun: Checklist, event_manager, logger
) -> None:
    press(begun, 0)
    close_checklist(actor=ANA, user=None, id=begun.id)
    for act in (
        lambda: press(begun, 2),
        lambda: untick(actor=ANA, user=None, id=begun.id, item_id=begun.items[0]["id"]),
    ):
        with pytest.raises(Conflict, match="closed by ana"):
            act()
    with pytest.raises(NotAllowed):
        reopen_checklist(actor=MT, user=logger, id=begun.id)
    reopen_checklist(actor=MT, user=event_manager, id=begun.id)
    press(begun, 2)
    assert done(begun) == ["ana", "", "ana"]


def test_lists_of_the_past_stay_when_the_lowering_goes(begun: Checklist) -> None:
    Lowering.objects.all().delete()
    assert Checklist.objects.exists()


@pytest.mark.parametrize("name", ["watcher", "logger_manager"])
def test_who_may_not_log_may_not_tick(name: str, begun: Checklist, people) -> None:
    with pytest.raises(NotAllowed):
        press(begun, 0, user=people(name))


def test_there_must_be_such_an_item_and_a_template_in_use(begun: Checklist) -> None:
    with pytest.raises(NotFound):
        tick(actor=ANA, user=None, id=begun.id, item_id="5a99999999999999999999aa")
    ChecklistTemplate.objects.update(in_use=False)
    with pytest.raises(Conflict):
        begin_checklist(
            actor=ANA, user=None, template_id=ChecklistTemplate.objects.get().id, lowering=Lowering.objects.get()
        )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "title"),
        ({"kind": "mid"}, "kind"),
        ({"items": []}, "items"),
        ({"items": [{"text": "a"}, {"text": ""}]}, "item 2"),
        ({"items": [{"text": "a", "who": "x" * 101}]}, "item 1: signed by"),
        ({"items": [{"text": "a", "id": "../etc"}]}, "item 1"),
    ],
)
def test_templates_that_make_no_sense_are_refused(wrong: dict[str, Any], words: str, db: None) -> None:
    with pytest.raises(BadInput, match=words):
        template(**wrong)
