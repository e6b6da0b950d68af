"""Who may do what, in one table: roles give scopes, scopes open doors."""

from typing import Protocol

from logging_core.shared.errors import NotAllowed

READ_EVENTS, WRITE_EVENTS = "read_events", "write_events"
READ_TEMPLATES, WRITE_TEMPLATES = "read_event_templates", "write_event_templates"
READ_CRUISES, WRITE_CRUISES = "read_cruises", "write_cruises"
READ_LOWERINGS, WRITE_LOWERINGS = "read_lowerings", "write_lowerings"
READ_USERS, WRITE_USERS = "read_users", "write_users"
READ_LOGGERS, WRITE_LOGGERS = "read_loggers", "write_loggers"
READ_ARCHIVE, WRITE_ARCHIVE = "read_archive", "write_archive"
SYNC = "sync"
ADMIN = "admin"
# Scopes that come with another one and are not named in the tokens of existing clients, which do not know them.
COMES_WITH = {READ_LOGGERS: READ_EVENTS, READ_ARCHIVE: READ_EVENTS}

_WATCH = (READ_EVENTS, READ_CRUISES, READ_LOWERINGS)
_LOG = (READ_EVENTS, WRITE_EVENTS, READ_TEMPLATES, READ_CRUISES, READ_LOWERINGS)
SCOPES_OF_ROLE: dict[str, tuple[str, ...]] = {
    "event_watcher": _WATCH,
    "event_logger": _LOG,
    "event_manager": _LOG,
    "template_manager": (
        READ_EVENTS,
        WRITE_EVENTS,
        READ_TEMPLATES,
        WRITE_TEMPLATES,
        READ_CRUISES,
        READ_LOWERINGS,
    ),
    "cruise_manager": (
        READ_EVENTS,
        WRITE_EVENTS,
        READ_TEMPLATES,
        WRITE_TEMPLATES,
        READ_CRUISES,
        WRITE_CRUISES,
        READ_LOWERINGS,
        WRITE_LOWERINGS,
        READ_USERS,
        WRITE_USERS,
    ),
    "logger_manager": (*_WATCH, WRITE_LOGGERS),
    "seismic_operator": (*_WATCH, WRITE_ARCHIVE),
    "sync_peer": (SYNC,),  # another instance of ours, not a person
    "admin": (ADMIN,),
}
ROLES = tuple(SCOPES_OF_ROLE)
# The logging controls are for those who log; managers of templates or events alone see the history.
ROLES_THAT_LOG = {"admin", "cruise_manager", "event_logger"}
ROLES_THAT_CORRECT = {"admin", "cruise_manager", "event_manager"}

SCOPE_OF_KIND = {
    "event": READ_EVENTS,
    "aux_data": READ_EVENTS,
    "aux_rule": READ_EVENTS,
    "variable": READ_EVENTS,
    "asnap": READ_EVENTS,
    "follower": READ_EVENTS,
    "job": READ_EVENTS,  # only that it goes on; what it is about is told to those who may have such jobs
    "rule": READ_EVENTS,
    "trigger": READ_EVENTS,
    "checklist": READ_EVENTS,
    "notification": READ_EVENTS,  # only that there is one; addresses of targets are for admins
    "template": READ_TEMPLATES,
    "cruise": READ_CRUISES,
    "lowering": READ_LOWERINGS,
    "user": READ_USERS,
    "cruise_definition": READ_LOGGERS,
    "loggers": READ_LOGGERS,
    "stream": READ_LOGGERS,
    "logger_feed": WRITE_LOGGERS,  # a writer may hold a password
    "archive": READ_ARCHIVE,
    "inventory": READ_ARCHIVE,
    "station": READ_ARCHIVE,
    "source": READ_ARCHIVE,
    "configuration": READ_ARCHIVE,
    "request": READ_ARCHIVE,
    "update": READ_ARCHIVE,
    "sync": WRITE_CRUISES,
}


class Person(Protocol):
    """What permissions need to know of somebody."""

    roles: list[str]


def scopes(roles: list[str]) -> list[str]:
    """Scopes of several roles, in role order without doubles; `admin` is exactly `["admin"]`."""
    if "admin" in roles:
        return [ADMIN]
    return list(dict.fromkeys(scope for role in roles for scope in SCOPES_OF_ROLE.get(role, ())))


def has_scope(person: Person | None, scope: str) -> bool:
    if person is None:
        return False
    held = scopes(person.roles)
    return ADMIN in held or scope in held or COMES_WITH.get(scope) in held


def is_admin(person: Person | None) -> bool:
    return person is not None and "admin" in person.roles


def may_log(person: Person | None) -> bool:
    """Whether the logging controls are shown."""
    return person is not None and not ROLES_THAT_LOG.isdisjoint(person.roles)


def may_correct(person: Person | None) -> bool:
    """Whether somebody may change events of others."""
    return person is not None and not ROLES_THAT_CORRECT.isdisjoint(person.roles)


def require_may_correct(person: Person | None, what: str = "do this") -> None:
    """Raises NotAllowed for everybody who may not change what others did."""
    if not may_correct(person):
        raise NotAllowed(f"Only admins, cruise managers and event managers may {what}.")


def may_see_change(person: Person | None, kind: str, restricted: bool) -> bool:
    """Whether a change of this kind may reach somebody; restricted ones are for admins."""
    if restricted:
        return is_admin(person)
    return has_scope(person, SCOPE_OF_KIND.get(kind, ADMIN))
