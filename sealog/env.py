"""Readers of the environment that fail loudly: a wrong value names its variable and stops the start."""

import os
import re
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
DATABASE_URL_FORM = "DATABASE_URL must look like postgresql://user:password@host:5432/name"


class WrongSetting(Exception):
    """A variable of the environment holds something that cannot be meant."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return default if value == "" else False
    raise WrongSetting(f"{name} must be 1 or 0, not {value!r}")


def integer(name: str, default: int, least: int = 0, most: int = 2**31) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not re.fullmatch("-?[0-9]{1,10}", raw) or not least <= int(raw) <= most:
        raise WrongSetting(f"{name} must be a whole number from {least} to {most}, not {raw!r}")
    return int(raw)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    raw = os.environ.get(name, "")
    return [word.strip() for word in raw.split(",") if word.strip()] or list(default)


def networks(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Networks such as `10.0.0.0/8`; a single address is one, too."""
    found = words(name, default)
    for network in found:
        try:
            ip_network(network)
        except ValueError:
            raise WrongSetting(f"{name} must hold networks like 10.0.0.0/8, not {network!r}") from None
    return found


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`; the first is the default."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise WrongSetting(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def secret(name: str, folder: Path) -> str:
    """The secret from the environment, or from a file that is made once and readable by its owner only."""
    given = os.environ.get(name, "")
    if given:
        return given
    path = folder / name.lower()
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _write_once(path: Path, value: str) -> None:
    """Two processes starting together must end with the same secret: only a finished file takes the name."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first; its value is the one to use
    finally:
        draft.unlink()


def database(url: str) -> dict[str, object]:
    """Django's database settings of a `postgresql://user:password@host:port/name` URL.

    A unix socket is named by its folder, percent-encoded, in the place of the host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WrongSetting(DATABASE_URL_FORM) from None  # its own text could show the password
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise WrongSetting(DATABASE_URL_FORM)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(_host(parts.netloc)),
        "PORT": str(port or ""),
    }


def _host(netloc: str) -> str:
    """As it is written: `urlsplit` lowers its case, which breaks the folder of a unix socket."""
    address = netloc.rpartition("@")[2]
    return address[1:].partition("]")[0] if address.startswith("[") else address.partition(":")[0]
