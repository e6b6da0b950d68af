"""The pages of the checklists."""

import pytest

from logging_core.automation.checklists.actions import begin_checklist
from logging_core.automation.checklists.models import Checklist, ChecklistTemplate
from tests.logging_core.automation.checklists.test_actions import ANA, lowering, template
from tests.people import As


@pytest.fixture
def begun(db: None) -> Checklist:
    return begin_checklist(actor=ANA, user=None, template_id=template().id, lowering=lowering())


def test_a_template_is_written_and_a_list_of_the_lowering_of_now_begun(as_: As, cruise_manager, guest) -> None:
    rows = {"item_id": ["", ""], "item_text": ["Hatches", ""], "item_who": ["Bosun", ""]}
    as_(cruise_manager).submit("/checklists/templates/write", id="", title="Deck", kind="pre", in_use="on", **rows)
    dive, page = lowering(), as_(guest)
    stored = ChecklistTemplate.objects.get()
    assert [item["text"] for item in stored.items] == ["Hatches"]
    assert "Begin: Deck" in page.get("/checklists").content.decode()
    answer = page.submit("/checklists/begin", template=stored.id, lowering=dive.id)
    html = page.get(answer["Location"]).content.decode()
    assert "signed by: Bosun" in html
    assert 'value="Guest"' in html  # whose name it proposes
    assert "Deck" in page.get(f"/checklists/lowering/{dive.id}").content.decode()


def test_a_press_gives_the_items_as_they_are_now(as_: As, logger, begun: Checklist) -> None:
    page, item = as_(logger), begun.items[0]["id"]
    answer = page.client.post(
        f"/checklists/{begun.id}/tick", {"item": item}, headers={**page._headers(), "X-Fragment": "1"}
    )
    assert 'data-done="1"' in answer.content.decode()
    refused = page.client.post(
        f"/checklists/{begun.id}/tick",
        {"item": begun.items[1]["id"]},
        headers={**page._headers(), "X-Fragment": "1"},
    )
    assert (refused.status_code, refused.content.decode()) == (400, "This item is signed by: Chief pilot.")


def test_without_scripts_the_page_comes_back(as_: As, logger, begun: Checklist) -> None:
    page = as_(logger)
    answer = page.submit(f"/checklists/{begun.id}/tick", item=begun.items[0]["id"])
    assert answer["Location"] == f"/checklists/{begun.id}"
    page.submit(f"/checklists/{begun.id}/untick", item=begun.items[0]["id"])
    page.submit(f"/checklists/{begun.id}/close")
    assert "Closed by logger" in page.get(f"/checklists/{begun.id}").content.decode()


def test_watchers_look_and_cannot_press(as_: As, watcher, begun: Checklist) -> None:
    html = as_(watcher).get(f"/checklists/{begun.id}").content.decode()
    assert html.count("disabled data-testid") == 3
    assert "Close the checklist" not in html


def test_a_hidden_lowering_has_no_lists_for_others(as_: As, logger, begun: Checklist) -> None:
    dive = lowering()
    type(dive).objects.update(hidden=True)
    assert as_(logger).get(f"/checklists/lowering/{dive.id}").status_code == 404
    assert (
        as_(logger)
        .submit("/checklists/begin", template=ChecklistTemplate.objects.get().id, lowering=dive.id)
        .status_code
        == 404
    )
