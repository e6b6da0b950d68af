import re

import pytest
from django.http import HttpResponse

from logging_core.accounts.models import User
from tests.people import PASSWORD, As

OUTSIDE = "203.0.113.5"
WRONG = "unknown user or bad password"


def log_in(
    as_: As, username: str, password: str = PASSWORD, *, address: str = "127.0.0.1", **fields: str
) -> HttpResponse:
    return as_(None, REMOTE_ADDR=address).submit("/login", username=username, password=password, **fields)


def test_the_right_password_opens_the_logging_screen(as_: As, logger: User) -> None:
    answer = log_in(as_, "logger")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.client.get("/api/status").status_code == 200


@pytest.mark.parametrize("written", ["Logger", " logger ", "LOGGER"])
def test_the_username_may_be_written_in_capitals_and_with_spaces_around(
    as_: As, logger: User, written: str
) -> None:
    assert log_in(as_, written).status_code == 302


def without_tokens(answer: HttpResponse) -> str:
    page = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", answer.content.decode())
    return page.replace("nobody", "logger")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(as_: As, logger: User) -> None:
    wrong, unknown = log_in(as_, "logger", "wrong"), log_in(as_, "nobody", "wrong")
    assert WRONG in wrong.content.decode()
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert without_tokens(wrong) == without_tokens(unknown)
    assert wrong.client.get("/api/status").status_code == 401


def test_a_disabled_account_says_so_only_to_who_knows_its_password(as_: As, disabled: User) -> None:
    known, guessed = log_in(as_, "disabled"), log_in(as_, "disabled", "wrong")
    assert "account is disabled" in known.content.decode()
    assert "disabled</" not in guessed.content.decode().replace("account is disabled", "disabled</")
    assert WRONG in guessed.content.decode()
    assert (known.status_code, guessed.status_code) == (401, 401)
    assert known.client.get("/api/status").status_code == 401


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.7.9", "fe80::1", "::1"])
def test_a_station_logs_in_without_password_from_the_ship(as_: As, guest: User, address: str) -> None:
    assert log_in(as_, "guest", "", address=address).status_code == 302
    assert "Guest" in as_(None, REMOTE_ADDR=address).get("/login").content.decode()


@pytest.mark.parametrize("address", [OUTSIDE, "2001:db8::1", ""])
def test_a_station_needs_to_be_in_a_named_network(as_: As, guest: User, address: str) -> None:
    answer = log_in(as_, "guest", "", address=address)
    assert answer.status_code == 401
    assert answer.client.get("/api/status").status_code == 401
    assert "Guest" not in as_(None, REMOTE_ADDR=address).get("/login").content.decode()


def test_a_forged_forwarding_header_opens_no_station(as_: As, guest: User) -> None:
    visitor = as_(None, REMOTE_ADDR=OUTSIDE, HTTP_X_FORWARDED_FOR="127.0.0.1", HTTP_X_REAL_IP="127.0.0.1")
    assert visitor.submit("/login", username="guest", password="").status_code == 401


def test_an_account_that_needs_a_password_is_not_opened_by_none(as_: As, logger: User) -> None:
    logger.set_password("")  # as an imported record may have it
    logger.save()
    assert log_in(as_, "logger", "", address=OUTSIDE).status_code == 401
    assert log_in(as_, "logger", "").status_code == 401


def test_a_disabled_station_has_no_button(as_: As, guest: User) -> None:
    User.objects.update(disabled=True)
    assert "Guest" not in as_(None).get("/login").content.decode()
    assert log_in(as_, "guest", "").status_code == 401


@pytest.mark.parametrize("wanted", ["/api/status", "/?filter=x"])
def test_after_the_login_one_is_where_one_wanted_to_go(as_: As, logger: User, wanted: str) -> None:
    assert log_in(as_, "logger", next=wanted)["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil",
        "\x08//evil",
    ],
)
def test_a_login_never_leads_to_another_site(as_: As, logger: User, wanted: str) -> None:
    assert log_in(as_, "logger", next=wanted)["Location"] == "/"


def test_who_is_logged_in_already_goes_straight_on(as_: As, logger: User) -> None:
    assert as_(logger).get("/login", {"next": "/api/status"})["Location"] == "/api/status"
    assert as_(logger).get("/login", {"next": "//evil.example"})["Location"] == "/"


def test_the_session_gets_a_new_id_at_login(as_: As, logger: User) -> None:
    page = as_(None)
    page.client.session.save()
    planted = page.client.session.session_key
    page.client.cookies["sessionid"] = planted
    page.submit("/login", username="logger", password=PASSWORD)
    assert page.client.cookies["sessionid"].value != planted
    assert page.get("/api/status").status_code == 200


def test_the_session_cookie_cannot_be_read_by_scripts_and_stays_on_the_site(as_: As, logger: User) -> None:
    cookie = log_in(as_, "logger").cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 0 < cookie["max-age"] <= 12 * 3600


def test_a_disabled_person_is_out_at_once(as_: As, logger: User) -> None:
    page = as_(logger)
    assert page.get("/api/status").status_code == 200
    User.objects.update(disabled=True)
    assert page.get("/api/status").status_code == 401


def test_a_new_password_ends_the_sessions_that_began_with_the_old_one(as_: As, logger: User) -> None:
    page = as_(logger)
    logger.set_password("another good password")
    logger.save()
    assert page.get("/api/status").status_code == 401


def test_logging_out_ends_the_session(as_: As, logger: User) -> None:
    page = as_(logger)
    answer = page.submit("/logout")
    assert (answer.status_code, answer["Location"]) == (302, "/login")
    assert page.get("/api/status").status_code == 401


def test_a_link_or_picture_cannot_log_somebody_out(as_: As, logger: User) -> None:
    page = as_(logger)
    assert page.get("/logout").status_code == 405
    assert as_(logger, csrf=False).submit("/logout").status_code == 403
    assert page.get("/api/status").status_code == 200


def test_another_site_cannot_log_somebody_in(as_: As, logger: User) -> None:
    answer = as_(None, csrf=False).submit("/login", username="logger", password=PASSWORD)
    assert answer.status_code == 403
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize(
    "username", ["", "x" * 101, "a\x00b", "' OR 1=1 --", "\ud800", "🐙", "<script>alert(1)</script>"]
)
def test_any_nonsense_as_username_is_a_plain_refusal(as_: As, logger: User, username: str) -> None:
    answer = log_in(as_, username.encode("utf-8", "surrogatepass"))
    assert answer.status_code == 401
    assert "<script>alert" not in answer.content.decode()
