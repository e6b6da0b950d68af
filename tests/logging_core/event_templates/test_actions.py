from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.event_templates.actions import delete_template, save_template
from logging_core.event_templates.models import EventTemplate
from logging_core.shared import audit, feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change

ACTOR = Actor("chief")
pytestmark = pytest.mark.django_db

OPTIONS = [
    {
        "event_option_name": "Sample ID",
        "event_option_type": "text",
        "event_option_values": [],
        "event_option_allow_freeform": False,
        "event_option_required": True,
        "event_option_default_value": "S0492-",
    },
    {
        "event_option_name": "gear",
        "event_option_type": "checkboxes",
        "event_option_values": ["push core", "niskin, small"],
        "event_option_allow_freeform": True,
        "event_option_required": False,
    },
]
WHOLE = {
    "event_name": "Sample",
    "event_value": "SAMPLE",
    "event_free_text_required": True,
    "system_template": True,
    "categories": ["Biology", "Geology"],
    "style": {"color": "amber", "hotkey": "s"},
    "disabled": True,
    "admin_only": True,
    "position": 7,
    "options": OPTIONS,
}


def save(id: str | None = None, **values: Any) -> tuple[EventTemplate, str]:
    return save_template(actor=ACTOR, id=id or new_id(), values=values)


def new(**values: Any) -> EventTemplate:
    return save(**{"event_name": "Fish", "event_value": "FISH"} | values)[0]


def test_a_template_comes_back_with_every_key_it_was_given() -> None:
    id = save(**WHOLE)[0].id
    assert EventTemplate.objects.get().record() == {
        "id": id,
        "event_name": "Sample",
        "event_value": "SAMPLE",
        "event_free_text_required": True,
        "system_template": True,
        "template_categories": ["Biology", "Geology"],
        "template_style": {"color": "amber", "hotkey": "s"},
        "disabled": True,
        "admin_only": True,
        "position": 7,
        "event_options": OPTIONS,
    }


def test_saving_creates_then_changes_then_finds_nothing_to_do() -> None:
    template = new()
    changed, verb = save(template.id, event_name="Fishes")
    assert (verb, changed.event_name, changed.event_value, changed.version) == ("update", "Fishes", "FISH", 2)
    seq = feed.head().seq
    assert save(template.id, event_name="Fishes")[1] == "none"
    assert feed.head().seq == seq


def test_the_history_holds_every_change_with_before_and_after() -> None:
    template = new()
    save(template.id, options=OPTIONS)
    delete_template(actor=ACTOR, template=EventTemplate.objects.get())
    created, changed, deleted = audit.history("template", template.id)
    assert [entry["verb"] for entry in (created, changed, deleted)] == ["create", "update", "delete"]
    assert (changed["before"]["event_options"], changed["after"]["event_options"]) == ([], OPTIONS)
    assert deleted["after"] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("event_name", {"event_name": ""}),
        ("event_name", {"event_name": "x" * 101}),
        ("event_value", {"event_value": None}),
        ("event_value", {"event_value": "a\x00b"}),
        ("event_free_text_required", {"event_free_text_required": "yes"}),
        ("system_template", {"system_template": 1}),
        ("admin_only", {"admin_only": None}),
        ("disabled", {"disabled": "false"}),
        ("template_categories", {"categories": "Biology"}),
        ("template_categories", {"categories": [1]}),
        ("template_style", {"style": {"a": "\x00"}}),
        ("position", {"position": -1}),
        ("position", {"position": True}),
        ("position", {"position": "1"}),
        ("position", {"position": 2**31}),
        ("captain", {"captain": "Ahab"}),
        ("event_options", {"options": {}}),
    ],
)
def test_a_wrong_field_is_refused_by_its_name_and_nothing_is_stored(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        new(**values)
    assert all(name.startswith(field) for name in refused.value.details["fields"])
    assert not EventTemplate.objects.exists()
    assert not Change.objects.exists()


def test_empty_categories_are_dropped() -> None:
    assert new(categories=["", " Biology ", "  "]).categories == ["Biology"]


def test_only_a_system_template_can_be_for_admins_only() -> None:
    assert not new(admin_only=True).admin_only
    template = new(admin_only=True, system_template=True)
    assert template.admin_only
    assert not save(template.id, system_template=False)[0].admin_only


def buttons(person: User | None) -> set[str]:
    return {template.event_name for template in EventTemplate.objects.buttons_for(person)}


def known(person: User | None) -> set[str]:
    return {template.event_name for template in EventTemplate.objects.visible_to(person)}


def test_who_has_which_templates(admin: User, logger: User, template_manager: User) -> None:
    new(event_name="open")
    new(event_name="for admins", admin_only=True, system_template=True)
    new(event_name="off", disabled=True)
    assert buttons(admin) == {"open", "for admins"}
    assert known(admin) == {"open", "for admins", "off"}
    for person in (logger, template_manager, None):
        assert buttons(person) == known(person) == {"open"}


def test_buttons_come_by_position_then_name_then_age(logger: User) -> None:
    for name, position in [("b", 2), ("z", 1), ("a", 2), ("c", 0)]:
        new(event_name=name, position=position)
    older, younger = new(event_name="same", position=3), new(event_name="same", position=3)
    rows = list(EventTemplate.objects.buttons_for(logger))
    assert [row.event_name for row in rows] == ["c", "z", "a", "b", "same", "same"]
    assert [row.id for row in rows[-2:]] == [older.id, younger.id]


@pytest.mark.parametrize("closing", [{"disabled": True}, {"admin_only": True, "system_template": True}])
def test_closing_a_template_looks_like_a_withdrawal_to_others(closing: dict[str, bool]) -> None:
    template = new()
    save(template.id, **closing)
    save(template.id, event_name="Secret")
    changes = list(Change.objects.order_by("seq").values_list("verb", "restricted"))
    assert changes == [("create", False), ("update", True), ("withdraw", False), ("update", True)]
