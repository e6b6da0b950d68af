from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F

from logging_core.accounts.models import User
from tests.people import PASSWORD, As

TRIES = 10


class Guesser:
    """Somebody who tries passwords from one address."""

    def __init__(self, as_: As, address: str = "192.0.2.1") -> None:
        self.page = as_(None, REMOTE_ADDR=address)

    def tries(self, username: str, password: str = "wrong") -> int:
        return self.page.submit("/login", username=username, password=password).status_code


@pytest.fixture
def locked(as_: As, logger: User) -> Guesser:
    guesser = Guesser(as_)
    answers = [guesser.tries("logger") for _ in range(TRIES)]
    assert answers[: TRIES - 1] == [401] * (TRIES - 1)
    return guesser


def test_ten_wrong_tries_lock_the_account_for_that_address_even_for_the_right_password(locked: Guesser) -> None:
    answer = locked.page.submit("/login", username="logger", password=PASSWORD)
    assert answer.status_code == 429
    assert "15 min" in answer.content.decode()


def test_the_lock_opens_after_fifteen_minutes(locked: Guesser) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert locked.tries("logger", PASSWORD) == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert locked.tries("logger", PASSWORD) == 302


def test_the_person_himself_at_another_address_is_not_locked_out(locked: Guesser, as_: As) -> None:
    assert Guesser(as_, "192.0.2.2").tries("logger", PASSWORD) == 302


def test_others_at_the_same_address_are_not_locked_out(locked: Guesser, watcher: User) -> None:
    assert locked.tries("watcher", PASSWORD) == 302


def test_capitals_and_spaces_are_no_way_around_the_lock(locked: Guesser) -> None:
    assert locked.tries(" LOGGER ", PASSWORD) == 429


def test_a_forged_forwarding_header_is_no_way_around_the_lock(locked: Guesser, as_: As) -> None:
    forger = as_(None, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert forger.submit("/login", username="logger", password=PASSWORD).status_code == 429


def test_a_good_login_forgets_the_wrong_tries_before_it(as_: As, logger: User) -> None:
    guesser = Guesser(as_)
    for _ in range(2):
        assert [guesser.tries("logger") for _ in range(TRIES - 1)] == [401] * (TRIES - 1)
        assert guesser.tries("logger", PASSWORD) == 302
        guesser.page.submit("/logout")


def test_unknown_names_are_locked_as_known_ones_are(as_: As) -> None:
    guesser = Guesser(as_)
    assert [guesser.tries("nobody") for _ in range(TRIES + 1)][-1] == 429
