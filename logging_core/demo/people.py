"""The accounts of the demonstration: well-known ones to log in with, and the invented crew."""

from dataclasses import dataclass

from logging_core.accounts.actions import create_user
from logging_core.accounts.models import User
from logging_core.shared.announce import Actor

LOGGER = ("event_logger", "event_watcher")
PASSWORD = "demo"  # noqa: S105  (well known on purpose; the demonstration binds to this machine only)


@dataclass(frozen=True)
class Account:
    """`password` None: nobody logs in as this person."""

    id: str
    username: str
    fullname: str
    roles: tuple[str, ...] = LOGGER
    password: str | None = None
    system_user: bool = False
    passwordless: bool = False


# The ids are those of the demonstration data of existing Sealog servers: scripts know them.
DOORS = (
    Account("5981f167212b348aed7fa9f5", "admin", "Admin", ("admin",), PASSWORD, True),
    Account("5981f167212b348aed7fb9f5", "guest", "Guest", LOGGER, None, True, passwordless=True),
    Account(
        "5981f167212b348aed7fc9f5", "pi", "Principal Investigator", ("cruise_manager", *LOGGER), PASSWORD, True
    ),
    Account("667d44a536139e84fe945c20", "science", "Scientist", (*LOGGER, "template_manager"), PASSWORD),
    Account("667d44a536139e84fe945c21", "watch", "Watch station", LOGGER, passwordless=True),
)
PILOT, CHIEF = "jvandam", "mhalvorsen"
CREW = (
    Account("667d44a536139e84fe945c31", CHIEF, "Marit Halvorsen"),
    Account("667d44a536139e84fe945c32", "tokeke", "Tobias Okeke"),
    Account("667d44a536139e84fe945c33", "lferrer", "Lucia Ferrer"),
    Account("667d44a536139e84fe945c34", "asato", "Aiko Sato"),
    Account("667d44a536139e84fe945c35", PILOT, "Joris van Dam"),
)
HELP = "Demonstration: log in as admin, pi or science (password demo), or as guest without one"


def make_accounts(actor: Actor) -> None:
    """Those that are missing; an account that has the name already stays as it is."""
    present = set(User.objects.values_list("username", flat=True))
    for account in (*DOORS, *CREW):
        if account.username not in present:
            _make(actor, account)


def _make(actor: Actor, account: Account) -> None:
    create_user(
        actor=actor,
        id=account.id,
        username=account.username,
        fullname=account.fullname,
        email=f"{account.username}@example.org",
        password=account.password,
        roles=list(account.roles),
        system_user=account.system_user,
        passwordless=account.passwordless,
    )


def crew() -> list[User]:
    """The invented people who log, in a fixed order."""
    return list(User.objects.filter(username__in=[account.username for account in CREW]).order_by("username"))
