import bcrypt
import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from logging_core.accounts.models import User
from tests.people import PASSWORD, As


def existing(password: str) -> str:
    """A hash as an existing Sealog server keeps it, in the form in which it is taken over."""
    return "bcrypt$" + bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()


@pytest.mark.parametrize("password", ["demo", "", "pässwörd", "x" * 50, "ü" * 50])
def test_a_password_of_an_existing_server_still_fits(logger: User, password: str) -> None:
    logger.password = existing(password)
    assert not logger.check_password("x" + password)
    assert logger.check_password(password)


def test_a_very_long_try_against_an_old_hash_is_just_wrong(as_: As, logger: User) -> None:
    User.objects.update(password=existing("demo"))
    assert as_(None).submit("/login", username="logger", password="x" * 200).status_code == 401


def test_the_old_hash_becomes_a_new_one_at_the_first_login(as_: As, logger: User) -> None:
    User.objects.update(password=existing("demo"))
    assert as_(None).submit("/login", username="logger", password="demo").status_code == 302
    assert User.objects.get().password.startswith("argon2$argon2id$")
    assert as_(None).submit("/login", username="logger", password="demo").status_code == 302


def test_new_passwords_are_hashed_with_argon2(logger: User) -> None:
    assert logger.password.startswith("argon2$argon2id$")
    assert logger.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["elevenchars", "password1234", "chief-scientist"])
def test_short_common_and_obvious_passwords_are_refused(logger: User, password: str) -> None:
    logger.username = "chief_scientist"
    with pytest.raises(ValidationError):
        validate_password(password, logger)
