"""The forms of rules: what a browser sends becomes a rule, and comes back as it was typed when it is wrong."""

import re
from typing import Any

from logging_core.automation.rules.models import Rule
from tests.logging_core.automation.rules.conftest import milestone
from tests.people import As

ROW = {
    "do": "", "of": "lowering", "name": "", "reset": "no", "on": "yes", "variable": "", "value": "",
    "mode": "", "target": "", "text": "", "pause_s": "60",
}  # fmt: skip


def typed(deeds: list[dict[str, str]], conditions: list[tuple[str, str]], **other: str) -> dict[str, Any]:
    rows = [{**ROW, **deed} for deed in deeds]
    columns = {f"deed_{field}": [row[field] for row in rows] for field in ROW}
    options = {
        "condition_name": [name for name, _ in conditions],
        "condition_value": [value for _, value in conditions],
    }
    return {
        "id": "",
        "name": "Deep",
        "event_value": "VEHICLE",
        "enabled": "on",
        "act": "save",
        **columns,
        **options,
        **other,
    }


def test_several_conditions_and_actions_become_a_rule(as_: As, event_manager) -> None:
    deeds = [
        {"do": "milestone", "of": "cruise", "name": "deepest", "reset": "yes"},
        {"do": "variable", "variable": "phase", "value": "dive", "name": "left from another choice"},
        {"do": "asnap", "on": "no"},
        {},
    ]
    conditions = [("Milestone", "On bottom"), ("", ""), ("side", "Port")]
    answer = as_(event_manager).submit("/automation/rules/write", **typed(deeds, conditions))
    assert (answer.status_code, answer["Location"]) == (302, "/automation/rules")
    rule = Rule.objects.get(name="Deep")
    assert rule.conditions == [{"name": "milestone", "value": "On bottom"}, {"name": "side", "value": "Port"}]
    assert rule.deeds == [
        {"do": "milestone", "of": "cruise", "name": "deepest", "reset": True},
        {"do": "variable", "name": "phase", "value": "dive"},
        {"do": "asnap", "on": False},
    ]


def test_a_stored_rule_fills_the_form_that_stores_it_again(as_: As, admin) -> None:
    page = as_(admin)
    for rule in Rule.objects.all():
        html = page.get(f"/automation/rules/{rule.id}").content.decode()
        fields: dict[str, list[str]] = {}
        form = html.split('data-testid="rule-form"')[1].split("</form>")[0]
        for name, value in re.findall(r'<input[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', form):
            fields.setdefault(name, []).append(value)
        for name, options in re.findall(r'<select[^>]*?name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
            fields.setdefault(name, []).append(chosen[1] if chosen else "")
        sent = {**fields, "act": "save"} | ({"enabled": "on"} if rule.enabled else {})
        assert page.submit("/automation/rules/write", **sent).status_code == 302
        assert Rule.objects.get(id=rule.id).version == 1


def test_what_is_wrong_is_said_and_the_text_stays(as_: As, admin) -> None:
    sent = typed([{"do": "milestone", "name": ""}], [("milestone", "<b>Off</b>")])
    answer = as_(admin).submit("/automation/rules/write", **sent)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "action 1:" in html
    assert 'value="&lt;b&gt;Off&lt;/b&gt;"' in html
    assert not Rule.objects.filter(name="Deep").exists()


def test_a_form_that_came_in_pieces_is_refused(as_: As, admin) -> None:
    sent = typed([{"do": "asnap"}], [("a", "b")]) | {"deed_on": []}
    assert as_(admin).submit("/automation/rules/write", **sent).status_code == 400


def test_the_dry_run_is_shown_below_the_form(as_: As, admin, log, dive) -> None:
    log("VEHICLE", milestone("On bottom"))
    sent = typed([{"do": "milestone", "name": "seen"}], [("milestone", "On bottom")], act="try", hours="2")
    html = as_(admin).submit("/automation/rules/write", **sent).content.decode()
    assert "S0001: seen is" in html
    dive.refresh_from_db()
    assert "seen" not in dive.meta["milestones"]
    assert as_(admin).submit("/automation/rules/write", **sent | {"hours": "x"}).status_code == 400


def test_lists_and_log_show_what_there_is(as_: As, watcher, log, follow, dive) -> None:
    log("VEHICLE", milestone("Off deck"))
    follow()
    html = as_(watcher).get("/automation/rules").content.decode()
    assert "Vehicle: Off deck" in html
    assert "ASNAP is On now" in html
    assert "Turn off" not in html
    assert "S0001: start is" in as_(watcher).get("/automation/rules/log").content.decode()


def test_rules_are_switched_and_deleted_from_the_list(as_: As, cruise_manager) -> None:
    page, rule = as_(cruise_manager), Rule.objects.get(name="Vehicle: Off deck")
    page.submit(f"/automation/rules/{rule.id}/switch", on="no")
    assert not Rule.objects.get(id=rule.id).enabled
    page.submit(f"/automation/rules/{rule.id}/delete")
    assert not Rule.objects.filter(id=rule.id).exists()
