import pytest

from logging_core.automation.models import CustomVariable
from logging_core.automation.variables.actions import add_variable, change_value, delete_variable
from logging_core.shared import audit
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound

ACTOR = Actor("ana")


def test_managers_add_and_delete_and_whoever_logs_sets(cruise_manager, logger) -> None:
    made = add_variable(actor=ACTOR, user=cruise_manager, name=" phase ", value="")
    change_value(actor=ACTOR, user=logger, name="phase", value="dive")
    assert CustomVariable.objects.get(name="phase").value == "dive"
    with pytest.raises(NotAllowed):
        delete_variable(actor=ACTOR, user=logger, name="phase")
    delete_variable(actor=ACTOR, user=cruise_manager, name="phase")
    assert [row["verb"] for row in audit.history("variable", made.id)] == ["create", "update", "delete"]


@pytest.mark.parametrize("name", ["asnapStatus", "freeSpaceInBytes", "freeSpacePercentage"])
def test_those_of_the_services_are_not_written_by_hand(name: str, admin) -> None:
    with pytest.raises(BadInput, match=name):
        change_value(actor=ACTOR, user=admin, name=name, value="1")
    with pytest.raises(BadInput, match=name):
        delete_variable(actor=ACTOR, user=admin, name=name)


def test_a_name_is_taken_once_and_must_be_one(admin) -> None:
    add_variable(actor=ACTOR, user=admin, name="phase", value="")
    with pytest.raises(Conflict):
        add_variable(actor=ACTOR, user=admin, name="phase", value="x")
    with pytest.raises(BadInput, match="name"):
        add_variable(actor=ACTOR, user=admin, name="  ", value="x")
    with pytest.raises(NotFound):
        change_value(actor=ACTOR, user=admin, name="nobody", value="x")


def test_watchers_only_look(watcher) -> None:
    with pytest.raises(NotAllowed):
        change_value(actor=ACTOR, user=watcher, name="asnapStatus", value="On")
    with pytest.raises(NotAllowed):
        add_variable(actor=ACTOR, user=watcher, name="phase", value="")
