from dataclasses import dataclass, field

import pytest

from logging_core.shared import permissions

# The table of the contract (1.11), and the role of the loggers: a row a role, a column a scope.
COLUMNS = [
    "read_events",
    "write_events",
    "read_event_templates",
    "write_event_templates",
    "read_cruises",
    "write_cruises",
    "read_lowerings",
    "write_lowerings",
    "read_users",
    "write_users",
    "write_loggers",
    "admin",
]
TABLE = {
    "event_watcher": "x . . . x . x . . . . .",
    "event_logger": "x x x . x . x . . . . .",
    "event_manager": "x x x . x . x . . . . .",
    "template_manager": "x x x x x . x . . . . .",
    "cruise_manager": "x x x x x x x x x x . .",
    "logger_manager": "x . . . x . x . . . x .",
    "admin": ". . . . . . . . . . . x",
}
CELLS = [
    (role, scope, mark == "x")
    for role, row in TABLE.items()
    for scope, mark in zip(COLUMNS, row.split(), strict=True)
]
KINDS = {
    "event": set(TABLE),
    "aux_data": set(TABLE),
    "variable": set(TABLE),
    "template": set(TABLE) - {"event_watcher", "logger_manager"},
    "cruise": set(TABLE),
    "lowering": set(TABLE),
    "user": {"admin", "cruise_manager"},
    "cruise_definition": set(TABLE),
    "loggers": set(TABLE),
    "logger_feed": {"admin", "logger_manager"},
    "sync": {"admin", "cruise_manager"},
    "a kind of the future": {"admin"},
}


@dataclass
class Somebody:
    roles: list[str] = field(default_factory=list)


@pytest.mark.parametrize(("role", "scope", "held"), CELLS)
def test_a_role_gives_the_scopes_of_the_contract(role: str, scope: str, held: bool) -> None:
    assert (scope in permissions.scopes([role])) is held


def test_a_peer_may_exchange_records_and_nothing_else() -> None:
    assert permissions.scopes(["sync_peer"]) == ["sync"]
    assert permissions.has_scope(Somebody(["admin"]), permissions.SYNC)


@pytest.mark.parametrize("scope", COLUMNS)
def test_an_admin_may_do_whatever_any_scope_opens(scope: str) -> None:
    assert permissions.has_scope(Somebody(["event_watcher", "admin"]), scope)


def test_admin_is_exactly_admin_whatever_other_roles_there_are() -> None:
    assert permissions.scopes(["cruise_manager", "admin", "event_logger"]) == ["admin"]


def test_several_roles_give_the_union_in_the_order_of_the_roles() -> None:
    assert permissions.scopes(["event_watcher", "template_manager"]) == [
        "read_events",
        "read_cruises",
        "read_lowerings",
        "write_events",
        "read_event_templates",
        "write_event_templates",
    ]


@pytest.mark.parametrize("roles", [[], ["captain"], ["Admin"], [""]])
def test_unknown_roles_give_nothing(roles: list[str]) -> None:
    assert permissions.scopes(roles) == []
    assert not permissions.has_scope(Somebody(roles), "read_events")
    assert not permissions.is_admin(Somebody(roles))


def test_nobody_may_do_nothing() -> None:
    assert not permissions.has_scope(None, "read_events")
    assert not permissions.is_admin(None)
    assert not permissions.may_log(None)
    assert not permissions.may_correct(None)


@pytest.mark.parametrize(("kind", "roles"), KINDS.items())
@pytest.mark.parametrize("role", TABLE)
def test_a_change_reaches_those_who_may_read_its_kind(kind: str, roles: set[str], role: str) -> None:
    assert permissions.may_see_change(Somebody([role]), kind, restricted=False) is (role in roles)


@pytest.mark.parametrize("role", TABLE)
def test_a_restricted_change_reaches_admins_only(role: str) -> None:
    assert permissions.may_see_change(Somebody([role]), "cruise", restricted=True) is (role == "admin")


@pytest.mark.parametrize("role", TABLE)
def test_who_logs_and_who_corrects(role: str) -> None:
    assert permissions.may_log(Somebody([role])) is (role in {"admin", "cruise_manager", "event_logger"})
    assert permissions.may_correct(Somebody([role])) is (role in {"admin", "cruise_manager", "event_manager"})
