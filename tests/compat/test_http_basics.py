"""Acceptance checks 1 to 8: tokens, paths, bodies, CORS, errors."""

import json
from typing import Any

import httpx
import jwt
import pytest

from tests.compat.development_data import ADMIN, ALL_ROLES, EVENTS, GUEST
from tests.compat.site import API, SECRET, Client, Site, signed

GUEST_LOGIN = {"username": "guest", "password": ""}


def test_a_guest_logs_in_without_a_content_type(site: Site) -> None:
    answer = httpx.post(f"{site.url}{API}/auth/login", content=json.dumps(GUEST_LOGIN).encode())
    assert (answer.status_code, answer.json()["id"]) == (200, GUEST)
    claims = jwt.decode(answer.json()["token"], SECRET, ["HS256"])
    assert sorted(claims) == ["iat", "id", "roles", "scope"]
    assert claims["roles"] == ["event_manager", "event_logger", "event_watcher"]
    assert claims["scope"] == [
        "read_events",
        "write_events",
        "read_event_templates",
        "read_cruises",
        "read_lowerings",
    ]


def test_a_login_may_be_form_encoded(site: Site) -> None:
    assert httpx.post(f"{site.url}{API}/auth/login", data=GUEST_LOGIN).status_code == 200


def test_a_login_has_one_shape_only(site: Site) -> None:
    token = site.admin.get(f"users/{GUEST}/loginToken").json()["loginToken"]
    stranger = site.client()
    assert stranger.post("auth/login", {"loginToken": token}).json()["id"] == GUEST
    both = stranger.post("auth/login", {"loginToken": token, "username": "guest"})
    assert (both.status_code, both.json()["message"]) == (400, "Invalid request payload input")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"username": "nobody", "password": "x"}, "unknown user or bad password"),
        ({"username": "admin", "password": "wrong"}, "unknown user or bad password"),
        ({"username": "pi", "password": "demo"}, "account is disabled"),
        ({"username": "pi", "password": "wrong"}, "unknown user or bad password"),
        ({"loginToken": "x" * 20}, "bad loginToken"),
    ],
)
def test_a_failed_login_says_why(site: Site, body: dict[str, str], message: str) -> None:
    answer = site.client().post("auth/login", body)
    assert answer.json() == {"statusCode": 401, "error": "Unauthorized", "message": message}


def test_a_token_signed_elsewhere_is_good_while_id_and_roles_are(site: Site) -> None:
    assert site.admin.get("auth/validate").json() == {"status": "valid"}
    turned = site.client(signed({"id": ADMIN, "scope": ["admin"], "roles": ALL_ROLES[::-1]}))
    answer = turned.get("auth/validate")
    assert answer.status_code == 401
    assert answer.json() == {
        "statusCode": 401,
        "error": "Unauthorized",
        "message": "Invalid credentials",
        "attributes": {"error": "Invalid credentials"},
    }


def test_the_scopes_of_a_token_are_not_believed(site: Site) -> None:
    claims = {"id": GUEST, "scope": ["admin"], "roles": ["event_manager", "event_logger", "event_watcher"]}
    answer = site.client(signed(claims)).post("cruises", {})
    assert (answer.status_code, answer.json()["message"]) == (403, "Insufficient scope")


def test_a_token_may_come_in_four_ways(site: Site) -> None:
    address, token = f"{site.url}/sealog-server/restricted", str(site.admin.token)
    ways: list[dict[str, Any]] = [
        {"headers": {"Authorization": f"Bearer {token}"}},
        {"headers": {"Authorization": f"bearer {token}"}},
        {"headers": {"Authorization": token}},
        {"params": {"token": token}},
        {"headers": {"Cookie": f"token={token}"}},
    ]
    for way in ways:
        answer = httpx.get(address, **way)
        assert (answer.status_code, answer.json()) == (200, {"message": "Ok, You are authorized."}), way


def test_the_cookie_changes_nothing(site: Site) -> None:
    """A browser sends it also when another site made it ask."""
    body, cookie = json.dumps({"event_value": "X"}).encode(), {"Cookie": f"token={site.admin.token}"}
    answer = httpx.post(f"{site.url}{API}/events", content=body, headers=cookie)
    assert (answer.status_code, answer.json()["message"]) == (401, "Missing authentication")


@pytest.mark.parametrize(
    ("token", "message", "header"),
    [
        ("", "Missing authentication", "token is null"),
        ("abc", "Missing authentication", "Invalid token format"),
        ("a.b.c", "Invalid token format", "Invalid token format"),
        (signed({"id": ADMIN}, "another secret than that of the server"), "Invalid token", "Invalid token"),
        (signed({"id": ADMIN, "roles": ALL_ROLES, "exp": 1}), "Expired token", "Expired token"),
        (signed({"id": "0" * 24, "roles": []}), "Invalid credentials", "Invalid credentials"),
    ],
)
def test_a_bad_token_is_refused_with_the_reason(site: Site, token: str, message: str, header: str) -> None:
    answer = httpx.get(f"{site.url}{API}/events", headers={"Authorization": token} if token else {})
    assert (answer.status_code, answer.json()["message"]) == (401, message)
    assert answer.headers["WWW-Authenticate"] == f'Token error="{header}"'


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        ("GET", f"{API}/events/", "Oops, 404 Page!"),
        ("GET", "/sealog-server/", "Oops, 404 Page!"),
        ("GET", f"{API}/Events", "Oops, 404 Page!"),
        ("GET", f"{API}/auth/login", "Oops, 404 Page!"),
        ("PUT", f"{API}/events", "Not Found"),
        ("POST", f"{API}/nothing", "Not Found"),
        ("DELETE", f"{API}/custom_vars", "Not Found"),
    ],
)
def test_a_path_that_is_not_there_is_a_404(site: Site, method: str, path: str, message: str) -> None:
    answer = site.admin.ask(method, path)
    assert answer.json() == {"statusCode": 404, "error": "Not Found", "message": message}


def test_head_works_wherever_get_does(site: Site) -> None:
    answer = site.admin.ask("HEAD", "events")
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_empty_query_is_none(site: Site) -> None:
    assert site.admin.get("/sealog-server/api/v1/events?").status_code == 200
    assert site.admin.get(f"/sealog-server/api/v1/events/{EVENTS[0]}?").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("bogus=1", 400),
        ("token=x.y.z", 401),
        ("limit=0", 400),
        ("limit=x", 400),
        ("offset=-1", 400),
        ("add_record_ids=1", 400),
        ("add_record_ids=TRUE", 200),
        ("fulltext=&author=&sort=", 200),
        ("startTS=yesterday", 400),
        ("startTS=2017-06-14", 200),
    ],
)
def test_queries_are_checked(site: Site, query: str, status: int) -> None:
    answer = site.admin.get(f"{API}/events?{query}")
    assert answer.status_code == status
    assert status != 400 or answer.json()["message"] == "Invalid request query input"


def test_a_preflight_is_answered(site: Site) -> None:
    asks = {"Origin": "http://ship:8080", "Access-Control-Request-Method": "PATCH"}
    answer = httpx.options(f"{site.url}{API}/events/{EVENTS[0]}", headers=asks)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "http://ship:8080"
    assert answer.headers["Access-Control-Allow-Methods"] == "PATCH"
    assert answer.headers["Access-Control-Allow-Headers"] == "Accept,Authorization,Content-Type,If-None-Match"
    assert answer.headers["Access-Control-Max-Age"] == "86400"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", [f"{API}/events", f"{API}/nothing", "/sealog-server"])
def test_errors_carry_the_cors_headers_too(site: Site, path: str) -> None:
    answer = httpx.get(f"{site.url}{path}", headers={"Origin": "http://ship:8080"})
    assert answer.headers["Access-Control-Allow-Origin"] == "http://ship:8080"
    assert answer.headers["Access-Control-Expose-Headers"] == "WWW-Authenticate,Server-Authorization"
    assert "origin" in answer.headers["Vary"].lower()
    without = httpx.get(f"{site.url}{path}")
    assert "Access-Control-Allow-Origin" not in without.headers
    assert "origin" in without.headers["Vary"].lower()


def test_the_pages_have_no_open_cors(site: Site) -> None:
    answer = httpx.get(f"{site.url}/login", headers={"Origin": "http://ship:8080"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def send(client: Client, content: bytes, kind: str | None) -> httpx.Response:
    headers = {"Content-Type": kind} if kind else {}
    return client.ask("POST", "events", content=content, headers=headers)


@pytest.mark.parametrize(
    ("kind", "content", "status", "message"),
    [
        ("application/json", b"{", 400, "Invalid request payload JSON format"),
        ("application/json", b'{"event_value": NaN}', 400, "Invalid request payload JSON format"),
        ("application/json", b"", 400, '"eventCreatePayload" must be of type object'),
        (None, b"[]", 400, '"eventCreatePayload" must be of type object'),
        ("application/xml", b"<x/>", 415, "Unsupported Media Type"),
        ("text/plain", b"{}", 415, "Unsupported Media Type"),
        ("multipart/form-data; boundary=x", b"--x--", 415, "Unsupported Media Type"),
        (
            "application/json",
            b'"' + b"x" * 1_048_576 + b'"',
            413,
            "Payload content length greater than maximum allowed: 1048576",
        ),
        ("application/vnd.api+json", b'{"event_value": "X"}', 201, None),
        ("application/json; charset=utf-8", b'{"event_value": "X"}', 201, None),
        ("application/x-www-form-urlencoded", b"event_value=X&event_free_text=a+b", 201, None),
    ],
)
def test_bodies_are_read_by_their_type(
    site: Site, kind: str | None, content: bytes, status: int, message: str | None
) -> None:
    answer = send(site.admin, content, kind)
    assert answer.status_code == status
    assert message is None or answer.json()["message"] == message
    assert status != 413 or answer.json()["error"] == "Request Entity Too Large"


def test_checks_come_in_their_order(site: Site) -> None:
    """Token, then body, then scope, then path, then query, then payload."""
    watcher = site.somebody("event_watcher")
    bad, good = b"{", b"{}"
    assert site.client().ask("POST", "events", content=bad).status_code == 401
    assert send(watcher, bad, None).status_code == 400
    assert send(watcher, good, None).status_code == 403
    assert watcher.ask("PATCH", "events/short", content=good).status_code == 403
    assert site.admin.ask("PATCH", "events/short", content=good).json()["message"].startswith('"id" length')
    assert site.admin.get("events/short", bogus=1).json()["message"] == "Invalid request params input"


def test_every_refusal_has_the_same_three_keys(site: Site) -> None:
    refusals = [
        site.client().get("events"),
        site.guest.get("users"),
        site.admin.get("nothing"),
        site.admin.post("events", {}),
        send(site.admin, b"x", "application/xml"),
        send(site.admin, b"x" * 1_100_000, None),
        httpx.get(f"{site.url}/sealog-server", headers={"Host": "elsewhere.example"}),
    ]
    assert [answer.status_code for answer in refusals] == [401, 403, 404, 400, 415, 413, 400]
    for answer in refusals:
        body = answer.json()
        assert body["statusCode"] == answer.status_code
        assert body["error"] and body["message"]


def test_json_says_its_charset_and_is_not_cached(site: Site) -> None:
    answer = site.admin.get("events")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_long_answers_are_compressed_short_ones_are_not(site: Site) -> None:
    for _ in range(3):
        site.admin.post("events", {"event_value": "LONG", "event_free_text": "x" * 500})
    assert site.admin.get("events").headers.get("Content-Encoding") == "gzip"
    assert "Content-Encoding" not in site.admin.get("events/count").headers


def test_a_request_notes_when_somebody_was_last_here(site: Site) -> None:
    before = site.admin.get("auth/profile").json()["last_login"]
    assert before != "1970-01-01T00:00:00.000Z"
    assert before.endswith("Z")
