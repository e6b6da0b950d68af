"""Starting: the order, what is refused and why, and what may be seen from outside."""

import os
import socket
import stat

import psutil
import pytest

from tests.support.running import System
from tests.support.waiting import until

pytestmark = pytest.mark.system


def test_everything_of_the_table_runs(system: System) -> None:
    names = {"web-1", "web-2", "worker", "archive", "beat", "flower", "loggers", "postgres", "sync", "valkey"}
    if "DATABASE_URL" in system.environment():
        names.remove("postgres")
    if "REDIS_URL" in system.environment():
        names.remove("valkey")
    if (os.cpu_count() or 1) == 1:
        names.remove("web-2")
    assert set(system.children()) == names


def test_the_servers_start_before_those_who_use_them(embedded_system: System) -> None:
    steps = ["ready to accept connections", "bringing the tables up to date", "Sealog is ready"]
    places = [embedded_system.log.index(step) for step in steps]
    assert places == sorted(places)


def test_one_block_tells_where_and_who(system: System) -> None:
    assert f"Sealog is ready:  {system.url}/" in system.log
    assert "First administrator: admin" in system.log
    assert f"Data lies in      {system.data_dir}" in system.log


def test_each_line_bears_the_name_of_its_process(embedded_system: System) -> None:
    assert "postgres | " in embedded_system.log
    assert "\033[" not in embedded_system.log, "colours are for terminals"


def test_nothing_listens_to_the_outside(system: System) -> None:
    addresses = [
        connection.laddr.ip
        for process in system.processes()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(addresses) == {"127.0.0.1"}


def test_secrets_are_in_files_of_their_owner_and_on_no_command_line(system: System) -> None:
    files = list((system.data_dir / "secrets").iterdir())
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((system.data_dir / "secrets").stat().st_mode) == 0o700
    shown = " ".join(word for process in system.processes() for word in process.cmdline())
    assert not [file.name for file in files if file.read_text() in shown]


def test_a_second_up_on_the_same_data_is_refused(system: System) -> None:
    second = System(folder=system.data_dir).start()
    assert second.process and second.process.wait(20) == 1
    assert f"Sealog already runs on the data folder {system.data_dir} (process {system.process.pid})" in second.log
    second.close()
    assert system.get("/health/live").status_code == 200


def test_a_taken_port_is_named(system: System) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        other = System(env={"SEALOG_PORT": str(port)}).start()
        assert other.process and other.process.wait(20) == 1
        assert f"Port {port} on 127.0.0.1 is taken by another program" in other.log
        assert "SEALOG_PORT" in other.log and "Traceback" not in other.log
        other.close()


def test_a_failing_step_is_told_and_stops_the_start(tmp_path) -> None:
    (tmp_path / "static").write_text("a file where the folder of static files must be")
    other = System(folder=tmp_path).start()
    assert other.process and other.process.wait(40) == 1
    assert "The static files could not be collected" in other.log
    until(lambda: not other.processes(), what="no process is left")
    other.close()
