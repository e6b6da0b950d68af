import pytest
from django.conf import LazySettings


@pytest.fixture
def definitions_dir(settings: LazySettings, tmp_path):
    """An empty folder of definitions."""
    settings.DEFINITIONS_DIR = tmp_path / "definitions"
    return settings.DEFINITIONS_DIR
