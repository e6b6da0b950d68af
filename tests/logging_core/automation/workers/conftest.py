import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def plant(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from tests.logging_core.automation.workers.running import Plant

    with tempfile.TemporaryDirectory(prefix="sealog-workers-", ignore_cleanup_errors=True) as folder:
        plant = Plant(Path(folder))
        monkeypatch.setattr("logging_core.shared.jobs.sending.current_app", plant.app)
        try:
            yield plant
        finally:
            plant.close()
