"""Pages can be drawn without gathering the static files first."""

import pytest


@pytest.fixture(autouse=True)
def static_files_as_they_lie(settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
