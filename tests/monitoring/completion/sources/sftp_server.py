"""A real SFTP server over one folder, in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
from pytest import MonkeyPatch

SECRET = "correct horse"


class Door(asyncssh.SSHServer):
    """Lets `sealog` in with the password or the key."""

    key: asyncssh.SSHKey

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("sealog", SECRET)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == "sealog" and key.public_data == self.key.public_data


@contextmanager
def sftp_server(folder: Path) -> Iterator[dict[str, object]]:
    """Gives the parameters of a source; password and private key stand in the environment."""
    own, theirs = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    Door.key = theirs
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[own],
            server_factory=Door,
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        with MonkeyPatch.context() as patch:
            patch.setenv("SEALOG_SOURCE_SECRET_SFTP", SECRET)
            patch.setenv("SEALOG_SOURCE_SECRET_SFTP_KEY", theirs.export_private_key().decode())
            yield {
                "host": "127.0.0.1",
                "port": server.get_port(),
                "user": "sealog",
                "secret": "SFTP",
                "host_key": own.export_public_key().decode(),
                "path": "/",
            }
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
