"""Where the embedded servers listen, and how each library wants that written.

Known without starting anything, because settings need the addresses first.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit

LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


def socket_folder(data_dir: Path) -> Path:
    """Folder of the unix sockets: in the data folder, or a short one where its path is over 107 characters."""
    folder = data_dir / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"sealog-{os.getuid()}-{mark}"


def postgres_url(data_dir: Path, password: str) -> str:
    host = quote(str(socket_folder(data_dir)), safe="")
    return f"postgresql://sealog:{quote(password, safe='')}@{host}/sealog"


def valkey_socket(data_dir: Path) -> Path:
    return socket_folder(data_dir) / "valkey.sock"


def valkey_url(data_dir: Path) -> str:
    return f"unix://{valkey_socket(data_dir)}"


def celery_url(redis_url: str) -> str:
    """Celery writes a unix socket `redis+socket://`."""
    return redis_url.replace("unix://", "redis+socket://", 1)


def channels_url(redis_url: str) -> str:
    return redis_url


def channels_prefix(redis_url: str) -> str:
    """A Redis carries channels across its numbered databases; who is in another one must not hear ours."""
    return f"sealog:{urlsplit(redis_url).path.strip('/') or 0}"
