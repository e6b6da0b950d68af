import pytest

from logging_core.automation import actions
from logging_core.automation.models import ASNAP_STATUS, FREE_BYTES, FREE_PERCENT, CustomVariable
from logging_core.automation.tasks import measure_free_space
from logging_core.shared import audit, feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import NotAllowed

ACTOR = Actor("chief")


def variable(name: str) -> str:
    return CustomVariable.objects.get(name=name).value


def test_a_new_installation_has_its_variables_and_asnap_is_off(db: None) -> None:
    variables = dict(CustomVariable.objects.values_list("name", "value"))
    assert variables == {"asnapStatus": "Off", "freeSpaceInBytes": "0", "freeSpacePercentage": "0"}
    assert not actions.asnap_is_on()


def test_a_variable_that_has_the_value_already_is_not_announced(db: None) -> None:
    seq = feed.head().seq
    actions.set_variable(actor=ACTOR, name=ASNAP_STATUS, value="Off")
    assert feed.head().seq == seq
    changed = actions.set_variable(actor=ACTOR, name=ASNAP_STATUS, value="On")
    assert (changed.version, feed.head().seq) == (2, seq + 1)
    entry = audit.history("variable", changed.id)[0]
    assert (entry["actor"], entry["before"]["custom_var_value"], entry["after"]["custom_var_value"]) == (
        "chief",
        "Off",
        "On",
    )


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("admin", True),
        ("cruise_manager", True),
        ("event_manager", True),
        ("template_manager", False),
        ("logger", False),
        ("guest", False),
        ("watcher", False),
    ],
)
def test_who_may_switch_the_snapshots(people, person: str, may: bool) -> None:
    user = people(person)
    if may:
        actions.switch_asnap(actor=ACTOR, user=user, on=True)
    else:
        with pytest.raises(NotAllowed):
            actions.switch_asnap(actor=ACTOR, user=user, on=True)
    assert actions.asnap_is_on() is may


def test_free_space_is_measured_on_the_disk_of_the_data(db: None) -> None:
    measure_free_space()
    assert int(variable(FREE_BYTES)) > 0
    assert 0 <= int(variable(FREE_PERCENT)) <= 100
