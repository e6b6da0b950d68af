"""A picture over SFTP, from a host whose key is known."""

import asyncio
from typing import Any

import asyncssh

from logging_core.automation.aux_rules.cameras.camera import Camera
from logging_core.automation.aux_rules.cameras.fetched import Fetched, NoPicture, check_size
from logging_core.shared import clock, named_secrets, outgoing
from logging_core.shared.errors import Refusal


def fetch(camera: Camera) -> Fetched:
    """Raises NoPicture. A host whose key is not the one of the rule is told nothing, not even the user's name."""
    try:
        return asyncio.run(asyncio.wait_for(_fetched(camera), camera.timeout_s))
    except TimeoutError:
        raise NoPicture(f"{camera.parts.hostname} did not answer within {camera.timeout_s} s") from None
    except asyncssh.HostKeyNotVerifiable:
        raise NoPicture(f"{camera.parts.hostname} shows a key that is not the host key of the rule") from None
    except asyncssh.PermissionDenied:
        raise NoPicture(f"{camera.parts.hostname} does not accept the user or its secret") from None
    except asyncssh.SFTPError as problem:
        raise NoPicture(f"{camera.path} on {camera.parts.hostname}: {problem.reason}") from None
    except (asyncssh.Error, OSError, ValueError) as problem:
        raise NoPicture(f"{camera.parts.hostname} cannot be reached: {problem}") from None
    except Refusal as refusal:
        raise NoPicture(refusal.message) from None


async def _fetched(camera: Camera) -> Fetched:
    host, port = camera.parts.hostname or "", camera.parts.port or 22
    address = outgoing.addresses(host, port)[0]
    if not camera.host_key:
        raise NoPicture(await _shown_key(host, address, port))
    options: dict[str, Any] = _login(camera)
    async with (
        asyncssh.connect(
            address, port, username=camera.parts.username, known_hosts=_known(camera), config=None, **options
        ) as connection,
        connection.start_sftp_client() as sftp,
    ):
        known = await sftp.stat(camera.path)
        check_size(known.size or 0)
        async with sftp.open(camera.path, "rb") as file:
            content: Any = await file.read((known.size or 0) + 1)
    return Fetched(bytes(content), clock.now().timestamp() - known.mtime if known.mtime is not None else None)


def _login(camera: Camera) -> dict[str, Any]:
    """A private key when the secret is one, else a password; never keys or an agent of this account."""
    held = named_secrets.secret(camera.secret)
    if held.lstrip().startswith("-----BEGIN"):
        key = asyncssh.import_private_key(held.replace("\\n", "\n"))
        return {"client_keys": [key], "agent_path": None, "preferred_auth": "publickey"}
    return {"password": held, "client_keys": None, "agent_path": None, "preferred_auth": "password"}


def _known(camera: Camera) -> Any:
    """Only the key of the rule: `ssh-ed25519 AAAA...`."""
    return ([asyncssh.import_public_key(camera.host_key)], [], [])


async def _shown_key(host: str, address: str, port: int) -> str:
    shown = await asyncssh.get_server_host_key(address, port, config=None)
    if shown is None:
        return f"{host} shows no host key"
    line = shown.export_public_key().decode().strip()
    return f"the host key is missing. {host} shows {line}: compare it with the host's own and enter it"
