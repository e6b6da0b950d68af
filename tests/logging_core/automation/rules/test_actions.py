from typing import Any

import pytest

from logging_core.automation.rules.actions import delete_rule, save_rule, switch_rule
from logging_core.automation.rules.models import Rule
from logging_core.shared import audit
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound

ACTOR = Actor("chief")
DEED = {"do": "asnap", "on": True}


def sent(**other: Any) -> dict[str, Any]:
    return {"name": "a rule", "event_value": "VEHICLE", "conditions": [], "deeds": [DEED], **other}


def save(by: Any = None, id: str | None = None, **other: Any) -> Rule:
    return save_rule(actor=ACTOR, by=by, id=id, sent=sent(**other))


def test_every_version_of_a_rule_is_kept(event_manager) -> None:
    made = save(event_manager)
    save(event_manager, made.id, conditions=[{"name": "Sample ID", "value": "x"}])
    save(event_manager, made.id, conditions=[{"name": "sample_id", "value": "x"}])  # the same
    switch_rule(actor=ACTOR, by=event_manager, id=made.id, on=False)
    delete_rule(actor=ACTOR, by=event_manager, id=made.id)
    history = audit.history("rule", made.id)
    assert [(row["verb"], row["version"]) for row in history] == [
        ("create", 1),
        ("update", 2),
        ("update", 3),
        ("delete", 3),
    ]
    assert history[1]["after"]["conditions"] == [{"name": "sample_id", "value": "x"}]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"name": ""}, "name"),
        ({"event_value": ""}, "event_value"),
        ({"event_value": "x\x00"}, "event_value"),
        ({"conditions": [{"name": "", "value": "x"}]}, "condition 1.*option"),
        ({"conditions": None}, "conditions"),
        ({"deeds": []}, "deeds"),
        ({"deeds": [{"do": "explode"}]}, "action 1.*do"),
        ({"deeds": [DEED, {"do": "milestone", "of": "lowering", "name": ""}]}, "action 2.*name"),
        ({"deeds": [{"do": "start", "of": "ship"}]}, "action 1.*of"),
        ({"deeds": [{"do": "logger_mode"}]}, "action 1.*mode"),
        ({"deeds": [{"do": "notify", "target": "nobody"}]}, "action 1.*target"),
        ({"deeds": [DEED] * 21}, "deeds"),
    ],
)
def test_what_is_wrong_is_named(other: dict[str, Any], words: str, db: None) -> None:
    with pytest.raises(BadInput, match=words):
        save(**other)
    assert not Rule.objects.filter(name="a rule").exists()


def test_two_rules_do_not_share_a_name(db: None) -> None:
    save()
    with pytest.raises(Conflict):
        save()


def test_there_must_be_such_a_rule(db: None) -> None:
    with pytest.raises(NotFound):
        switch_rule(actor=ACTOR, by=None, id="5a99999999999999999999aa", on=True)


@pytest.mark.parametrize("name", ["logger", "watcher", "template_manager", "logger_manager", "guest"])
def test_others_do_not_write_rules(name: str, people) -> None:
    with pytest.raises(NotAllowed):
        save(people(name))
