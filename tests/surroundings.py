"""What makes pages quick to draw in tests, and changes nothing they show."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

__all__ = ["QuickArgon2", "quick_hashing", "static_files_as_they_lie"]


class QuickArgon2(Argon2PasswordHasher):
    """The same hash, made with a thousandth of the work."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1


@pytest.fixture(autouse=True)
def quick_hashing(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.surroundings.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]


@pytest.fixture(autouse=True)
def static_files_as_they_lie(settings) -> None:
    """Without gathering them first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
