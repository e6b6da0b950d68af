"""Who may read and publish values without and with an account."""

import pytest

from logging_core.accounts.models import User
from logging_core.compat import tokens
from logging_core.compat.cds.admission import Admission, admission
from tests.people import As, make_person

NOBODY, READ, BOTH = Admission(False, False), Admission(True, False), Admission(True, True)


@pytest.mark.parametrize(
    ("setting", "address", "expected"),
    [
        ("private", "127.0.0.1", BOTH),
        ("private", "192.168.1.4", BOTH),
        ("private", "8.8.8.8", NOBODY),
        ("any", "8.8.8.8", BOTH),
        ("off", "127.0.0.1", NOBODY),
    ],
)
def test_strangers_come_from_where_the_setting_allows(settings, setting, address, expected) -> None:
    settings.CDS_ANONYMOUS = setting
    assert admission(None, address, "", "") == expected


def test_accounts_may_what_their_roles_say(settings, watcher: User, admin: User) -> None:
    settings.CDS_ANONYMOUS = "off"
    manager = make_person("manager", roles=["logger_manager"])
    for person, expected in ((watcher, READ), (admin, BOTH), (manager, BOTH)):
        assert admission(person, "8.8.8.8", "", "") == expected
        assert admission(None, "8.8.8.8", "", f"Bearer {tokens.issue(person)}") == expected
    assert admission(None, "8.8.8.8", "", "Bearer nonsense") == NOBODY


def test_a_page_of_another_server_acts_for_nobody(settings, admin: User) -> None:
    settings.ALLOWED_HOSTS = ["sealog.example"]
    assert admission(admin, "127.0.0.1", "https://evil.example", "") == READ
    assert admission(admin, "8.8.8.8", "https://evil.example", "") == NOBODY
    assert admission(admin, "8.8.8.8", "https://sealog.example:8000", "") == BOTH
    assert admission(admin, "8.8.8.8", "null", "") == NOBODY


def test_values_by_http_follow_the_same_rule(settings, as_: As, watcher: User) -> None:
    settings.CDS_ANONYMOUS = "off"
    for path in ("/fields", "/latest/Depth"):
        assert as_(None).get(path).status_code == 401
        assert as_(watcher).get(path).status_code == 200
