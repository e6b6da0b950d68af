import pytest

from logging_core.automation.aux_rules import actions, shipped
from logging_core.automation.aux_rules.health import of_other_sources, of_rules
from logging_core.automation.aux_rules.models import AuxRule, AuxTask
from logging_core.events.aux_data import attach_aux_data
from logging_core.shared import audit, clock
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, Refusal
from logging_core.shared.models import Change
from tests.logging_core.automation.aux_rules.making import ACTOR, EXAMPLES, follow, log, make_rule

CONFIG = {"values": [{"field": "Lat", "name": "latitude"}]}


def test_a_rule_is_off_until_it_is_switched_on_and_the_journal_knows(admin) -> None:
    rule = make_rule(admin, "streams", "nav", CONFIG, on=False)
    assert not rule.enabled and rule.config == {"method": "nearest", "max_age_s": 10, "values": CONFIG["values"]}
    actions.switch_rule(actor=ACTOR, user=admin, id=rule.id, on=True)
    assert AuxRule.objects.get().expected_since is not None
    verbs = [entry["verb"] for entry in audit.history("aux_rule", rule.id)]
    assert sorted(verbs) == ["create", "switch"]
    assert all(Change.objects.filter(kind="aux_rule").values_list("restricted", flat=True)), "it names hosts"


@pytest.mark.parametrize("person", ["logger", "template_manager", "watcher", "guest", "logger_manager"])
def test_others_may_change_nothing(people, admin, person: str) -> None:
    rule = make_rule(admin, "streams", "nav", CONFIG)
    told = {"name": "x", "kind": "streams", "data_source": "x", "config": CONFIG}
    somebody = people(person)
    for act in (
        lambda: actions.save_rule(actor=ACTOR, user=somebody, id=None, told=told),
        lambda: actions.switch_rule(actor=ACTOR, user=somebody, id=rule.id, on=False),
        lambda: actions.delete_rule(actor=ACTOR, user=somebody, id=rule.id),
        lambda: actions.try_rule(user=somebody, told=told, event_id="0" * 24),
        lambda: actions.take_configuration(actor=ACTOR, user=somebody, text=shipped.influxdb(), file="a"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert AuxRule.objects.get().version == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "taken"}, "name"),
        ({"data_source": "x" * 101}, "data_source"),
        ({"config": {}}, "values"),
        ({"config": CONFIG | {"method": "guess"}}, "method"),
        ({"config": CONFIG | {"max_age_s": 0}}, "max_age_s"),
        ({"config": CONFIG | {"other": 1}}, "other"),
        ({"config": {"values": [{"field": "Lat"}]}}, "Lat"),
        ({"config": {"values": [{"field": "a", "name": "n"}, {"field": "a", "name": "m"}]}}, "values[1].field"),
        ({"config": {"values": [{"field": "a", "name": "n", "static": "x"}]}}, "values"),
        ({"config": {"values": [{"field": "a", "name": "n", "modify": "- {"}]}}, "values[0].modify"),
        ({"wait_s": "soon"}, "wait_s"),
        ({"except_values": 5}, "except_values"),
        ({"during_lowering": "yes"}, "during_lowering"),
        ({"enabled": True}, "enabled"),
    ],
)
def test_what_is_wrong_names_its_field_and_nothing_is_stored(admin, told, field: str) -> None:
    make_rule(admin, "posted", "taken", {})
    good = {"name": "new", "kind": "streams", "data_source": "new", "config": CONFIG}
    with pytest.raises(BadInput) as problem:
        actions.save_rule(actor=ACTOR, user=admin, id=None, told=good | told)
    assert field in problem.value.details["fields"], problem.value.details
    assert AuxRule.objects.count() == 1


def test_two_rules_that_are_on_cannot_write_one_record(admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    other = make_rule(admin, "posted", "nav2", {}, on=False)
    actions.save_rule(actor=ACTOR, user=admin, id=other.id, told={"data_source": "nav"})
    with pytest.raises(BadInput, match="is that of the rule nav, which is on"):
        actions.switch_rule(actor=ACTOR, user=admin, id=other.id, on=True)


def test_two_rules_cannot_give_their_pictures_one_name(admin) -> None:
    make_rule(admin, "frames", "one", {"cameras": [{"name": "A", "prefix": "x", "address": "http://127.0.0.1/a"}]})
    with pytest.raises(BadInput, match="is, with its suffix, that of the rule one, too"):
        make_rule(
            admin, "frames", "two", {"cameras": [{"name": "B", "prefix": "x", "address": "http://127.0.0.1/b"}]}
        )


def test_somebody_elses_change_is_not_overwritten(admin) -> None:
    rule = make_rule(admin, "streams", "nav", CONFIG, on=False)
    actions.save_rule(actor=ACTOR, user=admin, id=rule.id, told={"wait_s": 20}, version=1)
    with pytest.raises(Conflict):
        actions.save_rule(actor=ACTOR, user=admin, id=rule.id, told={"wait_s": 30}, version=1)


def test_a_configuration_file_becomes_rules_and_read_again_changes_their_values_only(admin) -> None:
    text = (EXAMPLES / "weather.yaml").read_text()
    rules, warnings = actions.take_configuration(actor=ACTOR, user=admin, text=text, file="weather.yaml")
    assert [rule.data_source for rule in rules] == ["weather", "weatherText"] and not warnings
    assert not any(rule.enabled for rule in rules)
    fields = [value["field"] for value in AuxRule.objects.get(name="weather").config["values"]]
    assert fields == ["wind_kn", "air_f", "mast"], "the order is that of the file"
    config = rules[0].config | {"bucket": "met"}
    actions.save_rule(actor=ACTOR, user=admin, id=rules[0].id, told={"config": config, "wait_s": 77})
    changed = text.replace("wind_speed", "wind")
    actions.take_configuration(actor=ACTOR, user=admin, text=changed, file="weather.yaml")
    rule = AuxRule.objects.get(name="weather")
    assert (rule.config["values"][0]["name"], rule.config["bucket"], rule.wait_s) == ("wind", "met", 77)
    assert AuxRule.objects.count() == 2


def test_a_wrong_file_is_told_with_its_line_and_leaves_nothing(admin) -> None:
    text = shipped.influxdb() + "- data_source: b\n"
    with pytest.raises(Refusal, match=r"b\.yaml:33: error: \[1\]\.query_measurements: must be a list"):
        actions.take_configuration(actor=ACTOR, user=admin, text=text, file="b.yaml")
    assert not AuxRule.objects.exists()


def test_a_dry_run_says_why_there_is_no_record(admin, logger) -> None:
    event = log(logger)
    told = {"kind": "streams", "data_source": "nav", "config": CONFIG}
    with pytest.raises(Conflict, match="No record: no value of Lat within 10 s of the event"):
        actions.try_rule(user=admin, told=told, event_id=event.id)
    assert not AuxRule.objects.exists()


def test_health_tells_what_came_and_what_did_not(follower, admin, logger) -> None:
    make_rule(admin, "posted", "usbl", {})
    events = [log(logger) for _ in range(6)]
    follow()
    for state, numbers in (("done", (0, 3)), ("missing", (1, 2, 4, 5))):
        for number in numbers:
            AuxTask.objects.filter(event=events[number]).update(
                state=state, finished_at=clock.now(), attached_at=clock.now() if state == "done" else None
            )
    [told] = of_rules()
    assert (told["state"], told["attached"], told["owed"], told["waiting"]) == ("failing", 2, 4, 0)
    assert [gap["events"] for gap in told["gaps"]] == [2, 2]
    assert told["gaps"][1]["start"] == events[1].ts and told["gaps"][1]["end"] == events[2].ts
    assert 0 <= told["delay_s"] <= told["delay_p95_s"] < 30


def test_sources_that_no_rule_knows_are_shown_too(admin, logger) -> None:
    event = log(logger)
    attach_aux_data(actor=ACTOR, event=event, data_source="script", data_array=[])
    assert of_other_sources() == [{"data_source": "script", "last": event.ts}]
    make_rule(admin, "posted", "script", {})
    assert of_other_sources() == []
