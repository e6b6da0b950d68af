"""Data that others recorded; tests that need it are skipped loudly where it is absent."""

from pathlib import Path

import pytest

NBP1406 = Path(__file__).resolve().parents[4] / "shared" / "data" / "nbp1406"
needs_nbp1406 = pytest.mark.skipif(not NBP1406.is_dir(), reason=f"the recorded data set is not there: {NBP1406}")
