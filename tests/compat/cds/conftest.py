"""One running system whose web process is the data server."""

from collections.abc import Iterator

import pytest

from tests.support.running import System


@pytest.fixture(scope="package")
def system() -> Iterator[System]:
    with System(env={"SEALOG_WEB_PROCESSES": "2"}) as running:
        yield running
