"""Run a program as an ordinary user when we are root, because PostgreSQL refuses root.

Nothing of the machine is changed for it: no user is made, no folder outside the data folder changes its mode.
Where the folders above the programs or the data are closed to that user (a clone under /root), it keeps the
one capability that reads past them.
"""

import os
import pwd
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sealog import env
from sealog.embedded.trouble import CannotStart

# Least power first. Containers often have dac_override only.
CAPABILITIES = ("", "dac_read_search", "dac_override")


@dataclass(frozen=True)
class OrdinaryUser:
    """Who runs the program, and the words before its command that make it so."""

    uid: int
    gid: int
    prefix: tuple[str, ...]


def ordinary_user(folder: Path, program: Path) -> OrdinaryUser | None:
    """The user who owns `folder`, or the one of SEALOG_POSTGRES_USER; None when we are ordinary ourselves.

    Raises CannotStart when that user can neither run `program` nor write in `folder`.
    """
    if os.geteuid() != 0:
        return None
    account = _account(folder)
    give(folder, account.pw_uid, account.pw_gid)
    for capability in CAPABILITIES:
        prefix = _prefix(account, capability)
        if _works(prefix, folder, program):
            return OrdinaryUser(account.pw_uid, account.pw_gid, prefix)
    raise CannotStart(
        f"PostgreSQL may not run as root, and the user {account.pw_name} can not reach {program} or {folder}."
        " Start as an ordinary user, or name one who can in SEALOG_POSTGRES_USER, or move the folder"
        " to a place that is open to this user, or give DATABASE_URL of a PostgreSQL server."
    )


def give(folder: Path, uid: int, gid: int) -> None:
    folder.chmod(0o700)
    os.chown(folder, uid, gid)


def _account(folder: Path) -> pwd.struct_passwd:
    """Who made the cluster keeps it: the files in it are theirs."""
    owner = folder.stat().st_uid
    name = env.text("SEALOG_POSTGRES_USER", "nobody")
    try:
        account = pwd.getpwuid(owner) if owner else pwd.getpwnam(name)
    except KeyError:
        wanted = f"number {owner}, who owns {folder}" if owner else f"{name!r} of SEALOG_POSTGRES_USER"
        raise CannotStart(f"This machine has no user {wanted}.") from None
    if account.pw_uid == 0:
        raise CannotStart("SEALOG_POSTGRES_USER must not be root: PostgreSQL refuses to run as root.")
    return account


def _prefix(account: pwd.struct_passwd, capability: str) -> tuple[str, ...]:
    prefix = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    prefix += ["--no-new-privs", "--pdeathsig", signal.SIGINT.name.removeprefix("SIG")]
    if capability:
        # Without this bit access(2), which PostgreSQL asks about its files, ignores capabilities.
        prefix += [
            "--securebits=+no_setuid_fixup",
            f"--inh-caps=+{capability}",
            f"--ambient-caps=+{capability}",
        ]
    return tuple(prefix)


def _works(prefix: tuple[str, ...], folder: Path, program: Path) -> bool:
    return _succeeds([*prefix, str(program), "--version"]) and _succeeds([*prefix, "test", "-w", str(folder)])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except FileNotFoundError:
        raise CannotStart(
            "PostgreSQL may not run as root, and the program setpriv (package util-linux) is missing."
            " Install it, start as an ordinary user, or give DATABASE_URL of a PostgreSQL server."
        ) from None
