"""The data export over HTTP and socket (sections 2.11, 3.9, 5.9; acceptance check 32)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.compat.nes.conftest import Server
from tests.compat.nes.talk import Socket
from tests.compat.nes.test_publications import attach, cruise, log, lowering
from tests.support.running import ROOT

pytestmark = pytest.mark.system
EXECUTE = {"type": "request", "id": 9, "method": "GET", "path": "/ws/execute_output"}
ENDINGS = [
    "auxDataExport.json",
    "eventOnlyExport.csv",
    "eventOnlyExport.json",
    "eventTemplates.json",
    "loweringRecord.json",
    "sealogExport.csv",
    "sealogExport.json",
]


def voyage(server: Server, year: int, **fields: Any) -> tuple[str, str, str, str]:
    """Ids and names of a cruise and a lowering in it with two events, one of which has a picture."""
    cruise_name, lowering_name = f"X/{year}", f"D {year}"
    cruise_id = server.create("cruises", **cruise(cruise_name, year, **fields))
    lowering_id = server.create("lowerings", **lowering(lowering_name, year))
    for hour in (1, 2):
        event = log(server, ts=f"{year}-02-01T0{hour}:00:00.000Z", event_free_text='Größe, "wide"\nand tall')
    names = [{"data_name": "camera_name", "data_value": "main"}]
    names += [{"data_name": "filename", "data_value": f"/data/there/{year}.jpg"}]
    attach(server, event["id"], 1, data_source="framegrabber", data_array=names)
    return cruise_id, lowering_id, cruise_name, lowering_name


def listener(server: Server, token: str = "") -> Socket:
    socket = server.socket()
    socket.hello(token)
    assert socket.ask(EXECUTE)["payload"] == "connection request received"
    return socket


def output(socket: Socket) -> list[str]:
    """The lines up to the last one; the server closes after it."""
    lines = []
    while not lines or not lines[-1].startswith("Process exited"):
        frame = socket.hear(30)
        assert frame["type"] == "update", frame
        lines.append(frame["message"])
    assert socket.wait_closed() == 1000
    return lines


def files_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_lowering_is_exported_before_the_eyes_of_those_who_listen(server: Server) -> None:
    _, id, _, name = voyage(server, 1961)
    images, uploads = (
        server.system.data_dir / "files" / "images",
        server.system.data_dir / "files" / "lowerings" / id,
    )
    for folder, file in ((images, "1961.jpg"), (uploads, "plan.pdf")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"content of " + file.encode())
    with listener(server) as stranger, listener(server, server.admin_token) as admin:
        answer = server.as_admin.get(f"/external_calls/export_lowering/{id}")
        assert (answer.status_code, answer.json()) == (202, {"message": "Command is being executed."})
        again = server.as_admin.get(f"/external_calls/export_lowering/{id}")
        assert (again.status_code, again.json()) == (409, {"message": "A command is already running."})
        lines = output(stranger)
        assert output(admin) == lines
    assert lines[0] == f"Executing manage.py data_export -v -L {name}"
    assert all(" - " in line for line in lines[1:-1])
    assert lines[-2].endswith(" - Done") and lines[-1] == "Process exited with code: 0"
    folder = server.system.data_dir / "exports" / "X_1961"
    dive = "X_1961_Deep_Discoverer_D 1961"
    assert files_under(folder) == sorted(
        [
            "X_1961_Deep_Discoverer_cruiseRecord.json",
            *(f"D 1961/{dive}_{ending}" for ending in ENDINGS),
            "D 1961/Files/plan.pdf",
            "D 1961/Images/1961.jpg",
        ]
    )
    check_contents(server, folder / "D 1961", dive, id)


def check_contents(server: Server, folder: Path, prefix: str, id: str) -> None:
    """Each file holds what the route that it is named after answers."""
    for ending, route in {
        "loweringRecord": f"/lowerings/{id}",
        "eventOnlyExport": f"/events/bylowering/{id}",
        "auxDataExport": f"/event_aux_data/bylowering/{id}",
        "sealogExport": f"/event_exports/bylowering/{id}",
    }.items():
        text = (folder / f"{prefix}_{ending}.json").read_text()
        value = server.as_admin.get(route).json()
        assert text == json.dumps(value), ending
        if "Export" in ending and ending != "auxDataExport":
            table = server.as_admin.get(route, params={"format": "csv"}).text
            assert (folder / f"{prefix}_{ending}.csv").read_bytes().decode() == table


def test_an_export_can_be_repeated_and_follows_the_records(server: Server) -> None:
    cruise_id, _id, _, _ = voyage(server, 1962)
    uploads = server.system.data_dir / "files" / "cruises" / cruise_id
    uploads.mkdir(parents=True, exist_ok=True)
    (uploads / "old.txt").write_text("old")
    export(server, "cruise", cruise_id)
    folder = server.system.data_dir / "exports" / "X_1962"
    assert (folder / "Files" / "old.txt").read_text() == "old"
    (uploads / "old.txt").unlink()
    (uploads / "new.txt").write_text("new")
    server.as_admin.patch(f"/cruises/{cruise_id}", json={"cruise_location": "Elsewhere"})
    assert any("1962.jpg is not there" in line for line in export(server, "cruise", cruise_id))
    assert files_under(folder / "Files") == ["new.txt"]
    record = json.loads((folder / "X_1962_Deep_Discoverer_cruiseRecord.json").read_text())
    assert record["cruise_location"] == "Elsewhere"


def export(server: Server, kind: str, id: str) -> list[str]:
    with listener(server, server.admin_token) as socket:
        assert server.as_admin.get(f"/external_calls/export_{kind}/{id}").status_code == 202
        return output(socket)


def test_the_names_of_hidden_records_are_for_admins(server: Server) -> None:
    cruise_id, _, name, _ = voyage(server, 1963, cruise_hidden=True)
    with listener(server) as stranger, listener(server, server.admin_token) as admin:
        server.as_admin.get(f"/external_calls/export_cruise/{cruise_id}")
        assert name in " ".join(output(admin))
        assert name not in " ".join(output(stranger))


def test_the_command_writes_the_same(server: Server) -> None:
    _, _, _, name = voyage(server, 1964)
    command = [sys.executable, "manage.py", "data_export", "-v", "-L", name]
    environment = {**server.system.environment(), "SEALOG_VEHICLE_NAME": "../Alvin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" - Done\n")
    written = files_under(server.system.data_dir / "exports" / "X_1964" / "D 1964")
    assert f"X_1964__Alvin_{name}_sealogExport.json" in written


def test_the_command_tells_what_is_not_there(server: Server) -> None:
    command = [sys.executable, "manage.py", "data_export", "-C", "nothing"]
    done = subprocess.run(
        command, cwd=ROOT, env=server.system.environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (1, "There is no cruise nothing.")


def test_unknown_records_and_other_people_are_refused(server: Server) -> None:
    id = "f" * 24
    answers = [server.as_admin.get(f"/external_calls/export_{kind}/{id}") for kind in ("cruise", "lowering")]
    assert [(answer.status_code, answer.json()["message"]) for answer in answers] == [
        (400, f"No record cruise found for id: {id}"),
        (400, f"No record lowering found for id: {id}"),
    ]
    manager = server.http(server.token_of_new("cruise_manager"))
    assert manager.get(f"/external_calls/export_cruise/{id}").status_code == 403
    stranger = server.http("")
    assert stranger.get(f"/external_calls/export_cruise/{id}").status_code == 401


def test_asking_for_the_output_without_a_socket_does_no_harm(server: Server) -> None:
    assert httpx.get(f"{server.system.url}/ws/execute_output").status_code == 200
    cruise_id, *_ = voyage(server, 1965)
    assert export(server, "cruise", cruise_id)[-1] == "Process exited with code: 0"
