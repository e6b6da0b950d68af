"""The embedded servers: made whole or not at all, closed to others, startable after every accident."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from sealog import env
from sealog.embedded import folders, places
from sealog.embedded.postgres import Cluster, leftovers
from sealog.embedded.trouble import CannotStart
from sealog.embedded.unprivileged import ordinary_user
from sealog.embedded.valkey import Broker
from sealog.processes.answers import until

pytestmark = pytest.mark.system
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand PostgreSQL to another user")


@contextmanager
def running(server: Cluster | Broker) -> Iterator[subprocess.Popen[bytes]]:
    server.prepare()
    process = subprocess.Popen(server.command(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        until(server.folder.name, server.answers, print)
        yield process
    finally:
        process.kill()
        process.wait()


def ask(data_dir: Path, password: str, question: str) -> object:
    wanted = env.database(places.postgres_url(data_dir, password))
    with psycopg2.connect(
        host=wanted["HOST"], user=wanted["USER"], password=wanted["PASSWORD"], dbname=wanted["NAME"]
    ) as connection:
        cursor = connection.cursor()
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_the_database_sorts_by_code_point_checks_its_pages_and_wants_the_password(tmp_path: Path) -> None:
    password = "a b'\"\\%/@:ä"
    with running(Cluster(tmp_path, password)):
        assert (
            ask(tmp_path, password, "SELECT string_agg(t, '' ORDER BY t) FROM unnest('{b,B,a,A}'::text[]) t")
            == "ABab"
        )
        assert ask(tmp_path, password, "SELECT upper('ä')") == "Ä"
        for setting, value in {"data_checksums": "on", "fsync": "on", "synchronous_commit": "on"}.items():
            assert ask(tmp_path, password, f"SHOW {setting}") == value
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            ask(tmp_path, "wrong", "SELECT 1")


def test_a_killed_first_start_leaves_nothing_half_made(tmp_path: Path) -> None:
    """As after a kill -9 of initdb: a draft with a part of the files."""
    (tmp_path / "postgres.unfinished" / "base").mkdir(parents=True)
    (tmp_path / "postgres.password").mkdir()
    with running(Cluster(tmp_path, "secret")):
        assert sorted(path.name for path in tmp_path.iterdir()) == ["postgres", "run"]


def test_a_killed_server_starts_again_though_its_number_is_in_use(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, "secret")
    with running(cluster):
        ask(tmp_path, "secret", "CREATE TABLE kept AS SELECT 42 AS n; SELECT n FROM kept")
    stale = cluster.folder / "postmaster.pid"
    lines = stale.read_text().splitlines()
    stale.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    with running(Cluster(tmp_path, "secret")):
        assert ask(tmp_path, "secret", "SELECT n FROM kept") == 42
        assert leftovers(cluster.folder)
    Cluster(tmp_path, "secret").prepare()
    assert leftovers(cluster.folder) == []


@as_root
def test_folders_closed_to_the_ordinary_user_are_no_obstacle(tmp_path: Path) -> None:
    """A clone under /root: nobody else may enter the folders above."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with running(Cluster(closed / "var", "secret")):
        assert ask(closed / "var", "secret", "SELECT 1") == 1
        owner = (closed / "var" / "postgres").stat()
        assert owner.st_uid != 0 and stat.S_IMODE(owner.st_mode) == 0o700
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700 and closed.stat().st_uid == 0


@as_root
def test_without_a_way_to_an_ordinary_user_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEALOG_POSTGRES_USER", "no-such-user")
    with pytest.raises(CannotStart, match="no user 'no-such-user' of SEALOG_POSTGRES_USER"):
        ordinary_user(tmp_path, Path(sys.executable))
    monkeypatch.delenv("SEALOG_POSTGRES_USER")
    with pytest.raises(CannotStart, match="DATABASE_URL"):
        ordinary_user(tmp_path, tmp_path / "no-such-program")


@as_root
def test_the_server_can_not_touch_the_other_files_of_the_socket_folder(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, "secret")
    cluster.prepare()
    (cluster.sockets / "processes.json").write_text("{}")
    assert cluster.user
    for command in (["rm", "-f"], ["touch"]):
        target = str(cluster.sockets / "processes.json")
        result = subprocess.run([*cluster.user.prefix, *command, target], capture_output=True, check=False)
        assert result.returncode != 0


def test_a_path_too_long_for_a_socket_gets_a_short_folder_of_ours(tmp_path: Path) -> None:
    data_dir = tmp_path / ("long" * 30)
    assert places.socket_folder(data_dir).parent == Path("/tmp")
    with running(Cluster(data_dir, "secret")), running(Broker(data_dir)):
        assert ask(data_dir, "secret", "SELECT 1") == 1
        assert stat.S_IMODE(places.socket_folder(data_dir).stat().st_mode) & 0o007 == 0
    for file in places.socket_folder(data_dir).iterdir():
        file.unlink()
    places.socket_folder(data_dir).rmdir()


def test_a_short_folder_made_by_somebody_else_is_refused(tmp_path: Path) -> None:
    data_dir = tmp_path / ("other" * 30)
    trap = places.socket_folder(data_dir)
    trap.symlink_to(tmp_path)
    try:
        with pytest.raises(CannotStart, match="belongs to another user"):
            folders.socket_folder(data_dir)
    finally:
        trap.unlink()


@pytest.mark.parametrize("damage", [b"\0" * 300, b"*3\r\n$3\r\nSE"])
def test_a_damaged_end_of_the_brokers_file_costs_only_that_end(tmp_path: Path, damage: bytes) -> None:
    import redis

    broker = Broker(tmp_path)
    with running(broker), redis.Redis.from_url(places.valkey_url(tmp_path)) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 5000)
    (file,) = (broker.folder / "appendonlydir").glob("*.incr.aof")
    file.write_bytes(file.read_bytes() + damage)
    with running(broker), redis.Redis.from_url(places.valkey_url(tmp_path)) as client:
        assert client.get("kept") == b"yes"


def test_a_brokers_file_beyond_repair_is_set_aside(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    with running(broker):
        (manifest,) = (broker.folder / "appendonlydir").glob("*.manifest")
    manifest.write_bytes(b"\0" * 80)
    with running(broker):
        assert list(tmp_path.glob("valkey.damaged.*"))


@pytest.mark.parametrize(
    ("url", "prefix"),
    [("redis://db", "sealog:0"), ("redis://db/0", "sealog:0"), ("redis://:secret@db:6379/3", "sealog:3")],
)
def test_installations_on_one_redis_do_not_hear_each_other(url: str, prefix: str) -> None:
    assert places.channels_prefix(url) == prefix
