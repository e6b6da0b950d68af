"""A folder of another machine in one of the layouts, over SFTP. The server is known by its key."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, cast

import asyncssh

from monitoring.completion.sources import day_files
from monitoring.completion.sources.kind import Capabilities, NoInventory
from monitoring.completion.sources.parameters import Parameter, one_of, secret, secret_name, text, whole
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web import guard
from monitoring.web.limits import Limits
from monitoring.web.trouble import Trouble, permanent, temporary
from qualitycontrol.archive import structures
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

CONNECT, LOGIN, READ = 10, 30, 60  # seconds
CHUNK = 64 * 1024
T = TypeVar("T")


def folder(value: Any) -> str:
    path = PurePosixPath(text(value))
    if not path.is_absolute():
        raise ValueError("must be an absolute path of the server")
    return str(path)


def host_key(value: Any) -> str:
    """A public key, as `ssh-keyscan` writes it; the name of the host before it may stay."""
    words = text(str(value).strip()).split()
    line = " ".join(words[-2:])
    try:
        asyncssh.import_public_key(line)
    except asyncssh.KeyImportError as problem:
        raise ValueError(f"is no public key of a server: {problem}") from None
    return line


class Sftp:
    """Fetches whole day files: what lies outside the time asked for is left out afterwards."""

    CAPABILITIES = Capabilities(availability=False, restricted=True)
    PARAMETERS = (
        Parameter("host", text, "Host of the server", "data.observatory.org", required=True),
        Parameter("path", folder, "Folder on the server", "/data/sds", required=True),
        Parameter("user", text, "Who logs in there", "sealog", required=True),
        Parameter(
            "host_key",
            host_key,
            "Public key of the server, one line of `ssh-keyscan -t ed25519 HOST`",
            "ssh-ed25519 AAAAC3...",
            required=True,
        ),
        Parameter("secret", secret_name, "The password is SEALOG_SOURCE_SECRET_<this> in the environment"),
        Parameter("key", secret_name, "The private key is SEALOG_SOURCE_SECRET_<this> in the environment"),
        Parameter("port", whole(1, 65535), "Its port", "22", default=22),
        Parameter("layout", one_of(*structures.WRITABLE), "How its files are named", "SDS", default="SDS"),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._told = parameters
        self._layout = structures.named(parameters["layout"])

    def probe(self, limits: Limits) -> str:
        return _run(self._look())

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        raise NoInventory

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        _run(self._fetch(day_files.paths(self._layout, selections), sink))

    async def _look(self) -> str:
        async with self._session() as session:
            if not await session.isdir(self._told["path"]):
                raise permanent("not_served", f"{self._told['path']} is no folder there")
        return "folder is there"

    async def _fetch(self, paths: list[str], sink: Sink) -> None:
        async with self._session() as session:
            for path in paths:
                sink.limits.check()
                await self._file(session, f"{self._told['path'].rstrip('/')}/{path}", sink)

    async def _file(self, session: asyncssh.SFTPClient, path: str, sink: Sink) -> None:
        try:
            async with session.open(path, "rb") as file:
                while piece := await asyncio.wait_for(file.read(CHUNK), READ):
                    sink.take(cast(bytes, piece))
        except asyncssh.SFTPNoSuchFile:
            return

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[asyncssh.SFTPClient]:
        told = self._told
        addresses = guard.addresses(told["host"], told["port"])
        async with (
            asyncssh.connect(
                addresses[0],
                told["port"],
                username=told["user"],
                password=secret(told["secret"]) if told["secret"] else None,
                client_keys=[_private(told["key"])] if told["key"] else [],
                known_hosts=([asyncssh.import_public_key(told["host_key"])], [], []),
                agent_path=None,
                config=None,
                connect_timeout=CONNECT,
                login_timeout=LOGIN,
            ) as connection,
            connection.start_sftp_client() as session,
        ):
            yield session


def _private(name: str) -> asyncssh.SSHKey:
    try:
        return asyncssh.import_private_key(secret(name))
    except asyncssh.KeyImportError as problem:
        raise permanent("no_secret", f"the private key can not be read: {problem}") from None


def _run(work: Coroutine[Any, Any, T]) -> T:
    """What goes wrong on the way, in our words."""
    try:
        return asyncio.run(work)
    except Trouble:
        raise
    except (asyncssh.PermissionDenied, asyncssh.SFTPPermissionDenied) as problem:
        raise permanent("refused", f"the server refuses: {problem.reason}") from None
    except asyncssh.HostKeyNotVerifiable:
        raise permanent("other_server", "the server has another key than was told") from None
    except (asyncssh.Error, OSError) as problem:
        raise temporary("no_connection", f"no connection: {problem or type(problem).__name__}") from None
