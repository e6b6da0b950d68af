"""One camera of a rule: where its picture is had, and how it is named here."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from logging_core.automation.aux_rules import configuring
from logging_core.automation.aux_rules.cameras import folders, naming
from logging_core.shared import named_secrets, outgoing
from logging_core.shared.errors import wrong

SCHEMES = ("http", "https", "sftp", "file")


@dataclass(frozen=True)
class Camera:
    """`address` is http://, https://, sftp://user@host/path or file:///path.

    `secret` names the password or key, `host_key` is the line of an SFTP host. A picture older than `max_age_s`
    when it is fetched is not taken; `timeout_s` is for the whole fetching.
    """

    name: str
    address: str
    prefix: str
    suffix: str
    max_age_s: int
    timeout_s: int
    secret: str
    host_key: str

    @property
    def parts(self) -> SplitResult:
        return urlsplit(self.address)

    @property
    def path(self) -> str:
        return unquote(self.parts.path)


def checked_cameras(cameras: Any, key: str) -> list[dict[str, Any]]:
    """Raises BadInput. Two cameras whose pictures would get one name are refused."""
    if not isinstance(cameras, list) or not 0 < len(cameras) <= 16:
        raise wrong(key, "must be a list of one to sixteen cameras")
    checked = [_checked(camera, f"{key}[{place}]") for place, camera in enumerate(cameras)]
    for field in ("name", "prefix"):
        seen: dict[str, int] = {}
        for place, camera in enumerate(checked):
            same = camera["name"] if field == "name" else camera["prefix"] + camera["suffix"].lower()
            if same in seen:
                raise wrong(f"{key}[{place}].{field}", "is that of another camera, too")
            seen[same] = place
    return checked


def _checked(camera: Any, where: str) -> dict[str, Any]:
    try:
        return configuring.strict(
            camera,
            {
                "name": configuring.text(100, needed=True),
                "address": _address,
                "prefix": _prefix,
                "suffix": _suffix,
                "max_age_s": configuring.seconds(20, 86_400),
                "timeout_s": configuring.seconds(3, 30),
                "secret": named_secrets.checked_name,
                "host_key": configuring.text(2000),
            },
        )
    except configuring.BadInput as problem:
        fields = {f"{where}.{field}": told for field, told in problem.details["fields"].items()}
        raise configuring.BadInput(f"{where}: {problem.message}", fields) from None


def _prefix(value: Any, key: str) -> str:
    prefix = configuring.text(60)(value, key)
    if problem := naming.problem_of_prefix(prefix):
        raise wrong(key, problem)
    return prefix


def _suffix(value: Any, key: str) -> str:
    suffix = configuring.text(50, default=".jpg")(value, key)
    if problem := naming.problem_of_suffix(suffix):
        raise wrong(key, problem)
    return suffix


def _address(value: Any, key: str) -> str:
    address = configuring.text(500, needed=True)(value, key)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as problem:
        raise wrong(key, f"is no address: {problem}") from None
    if parts.scheme in ("http", "https"):
        return outgoing.checked(address)
    if parts.scheme == "file":
        folders.confined(unquote(parts.path), key)
    elif parts.scheme == "sftp":
        _check_sftp(parts, port, key)
    else:
        raise wrong(key, f"must begin with one of {', '.join(f'{scheme}://' for scheme in SCHEMES)}")
    return address


def _check_sftp(parts: SplitResult, port: int | None, key: str) -> None:
    if not parts.hostname or not parts.username or parts.password:
        raise wrong(key, "must be sftp://user@host/path, without the password")
    if not PurePosixPath(parts.path).name:
        raise wrong(key, "names no file")
    outgoing.check_host(parts.hostname, port or 22)
