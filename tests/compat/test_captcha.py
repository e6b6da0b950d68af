"""reCaptcha where an installation uses it, against a service that speaks its protocol on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core import mail

from logging_core.accounts.models import PasswordReset, User
from tests.compat.inside import ask, data  # noqa: F401  (every test here works on the data)
from tests.support.running import free_port

GUEST = {"username": "guest", "password": ""}
ROUTES: list[tuple[str, str, dict[str, str]]] = [
    ("POST", "auth/login", GUEST),
    ("POST", "auth/login", {"loginToken": "x" * 20}),
    ("POST", "auth/register", {"username": "j", "fullname": "J", "email": "j@example.org", "password": "x"}),
    ("POST", "auth/forgotPassword", {"email": "pi@notarealserver.com", "resetURL": "http://localhost/"}),
    ("PATCH", "auth/resetPassword", {"token": "x", "password": "x"}),
]


class Judge(ThreadingHTTPServer):
    """Takes the answer `person` for that of a person; `says` replaces what it would answer."""

    says: bytes | None = None
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Judging)
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/recaptcha/api/siteverify"


class Judging(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        judge: Any = self.server
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        judge.asked.append({name: values[0] for name, values in form.items()})
        verdict = {"success": form["response"] == ["person"]}
        self.send_response(judge.status)
        self.send_header("Location", judge.url)
        self.end_headers()
        self.wfile.write(json.dumps(verdict).encode() if judge.says is None else judge.says)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def judge(settings: Any) -> Iterator[Judge]:
    with Judge() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.RECAPTCHA_SECRET, settings.RECAPTCHA_URL = "the secret", server.url
        yield server
        server.shutdown()


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["message"]


def test_without_a_secret_nobody_is_asked(settings: Any) -> None:
    settings.RECAPTCHA_URL = "http://192.0.2.1/"
    assert ask(None, "POST", "auth/login", {**GUEST, "reCaptcha": "whatever"}).status_code == 200


def test_a_person_passes_and_is_told_apart_by_address(judge: Judge) -> None:
    answer = ask(None, "POST", "auth/login", {**GUEST, "reCaptcha": "person"}, REMOTE_ADDR="10.1.2.3")
    assert answer.status_code == 200
    assert judge.asked == [{"secret": "the secret", "response": "person", "remoteip": "10.1.2.3"}]


@pytest.mark.parametrize(("method", "address", "body"), ROUTES)
@pytest.mark.parametrize("sent", [{}, {"reCaptcha": ""}, {"reCaptcha": "robot"}], ids=["none", "empty", "wrong"])
def test_others_are_refused_before_anything_else_is_looked_at(
    judge: Judge, method: str, address: str, body: dict[str, str], sent: dict[str, str]
) -> None:
    people = User.objects.count()
    assert refusal(ask(None, method, address, {**body, **sent})) == (401, "reCaptcha failed")
    assert (User.objects.count(), PasswordReset.objects.count(), mail.outbox) == (people, 0, [])


@pytest.mark.parametrize(
    ("status", "says"),
    [(500, b"{}"), (200, b"<html>"), (200, b"[]"), (200, b"{}"), (302, b'{"success": true}')],
)
def test_a_service_that_talks_nonsense_lets_nobody_in(judge: Judge, status: int, says: bytes) -> None:
    """Nor does it lead anywhere else: one host only is asked."""
    judge.status, judge.says = status, says
    answer = ask(None, "POST", "auth/login", {**GUEST, "reCaptcha": "person"})
    assert refusal(answer) == (503, "reCaptcha error")
    assert len(judge.asked) == 1


def test_without_a_network_the_answer_is_clear(settings: Any) -> None:
    settings.RECAPTCHA_SECRET, settings.RECAPTCHA_URL = "the secret", f"http://127.0.0.1:{free_port()}/"
    answer = ask(None, "POST", "auth/login", {**GUEST, "reCaptcha": "person"})
    assert refusal(answer) == (503, "reCaptcha error")
