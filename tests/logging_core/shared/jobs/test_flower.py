"""Flower behind the login: handed on from its socket, and only to be read."""

import http.server
import socket
import socketserver
import threading
from pathlib import Path

import pytest

asked: list[tuple[str, str, dict]] = []


class Flower(http.server.BaseHTTPRequestHandler):
    """Stands for Flower on its socket, and notes what it was asked."""

    def do_GET(self) -> None:
        asked.append((self.command, self.path, dict(self.headers)))
        page = "datatable" not in self.path
        body = b'<script type="text/javascript">\n var autorefresh = 1;\n</script>' if page else b'{"data": []}'
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        self.send_header("Set-Cookie", "_xsrf=1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_DELETE = do_GET

    def address_string(self) -> str:
        return "socket"

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def flower(settings, tmp_path: Path):
    settings.FLOWER_SOCKET, settings.FLOWER_BELL = tmp_path / "flower.sock", tmp_path / "bell"
    asked.clear()
    bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    bell.bind(str(settings.FLOWER_BELL))
    with bell, socketserver.ThreadingUnixStreamServer(str(settings.FLOWER_SOCKET), Flower) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield bell
        server.shutdown()


def test_an_admin_sees_its_pages_and_it_is_rung_for(flower, as_, admin) -> None:
    answer = as_(admin).get("/flower/tasks?state=x")
    assert (answer.status_code, asked[0][:2]) == (200, ("GET", "/flower/tasks?state=x"))
    assert b"autorefresh" in answer.content
    flower.settimeout(1)
    assert flower.recv(16)


def test_neither_cookies_nor_the_session_pass(flower, as_, admin) -> None:
    answer = as_(admin).get("/flower/")
    assert "_xsrf" not in answer.cookies
    assert "Cookie" not in asked[0][2]


def test_of_scripts_inside_a_page_only_the_known_one_may_run(flower, as_, admin) -> None:
    policy = as_(admin).get("/flower/")["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


@pytest.mark.parametrize("path", ["api/worker/shutdown/one", "api/task/revoke/1", "tasks"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_would_change_something_is_not_handed_on(flower, as_, admin, path, method) -> None:
    assert as_(admin).send(method, f"/flower/{path}").status_code == 405
    assert asked == []


def test_the_long_question_of_its_table_is_handed_on_as_a_reading(flower, as_, admin) -> None:
    answer = as_(admin).client.post(
        "/flower/tasks/datatable", "draw=1&start=0", content_type="application/x-www-form-urlencoded"
    )
    assert answer.getvalue() == b'{"data": []}'
    assert asked[0][:2] == ("GET", "/flower/tasks/datatable?draw=1&start=0")


@pytest.mark.parametrize("person", ["cruise_manager", "logger", "stranger"])
def test_nobody_else_gets_there(flower, as_, people, person) -> None:
    assert as_(people(person)).get("/flower/").status_code in (302, 403)
    assert asked == []


def test_where_it_does_not_run_the_page_says_so(settings, as_, admin, tmp_path) -> None:
    settings.FLOWER_SOCKET, settings.FLOWER_BELL = tmp_path / "none.sock", tmp_path / "none"
    answer = as_(admin).get("/flower/")
    assert answer.status_code == 503 and b"does not answer" in answer.content
