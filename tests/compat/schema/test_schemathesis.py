"""Every route asked for what its description allows and does not allow, as each kind of person."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from logging_core.compat.documentation import openapi
from tests.compat.schema.people import clients
from tests.compat.schema.test_description import real
from tests.compat.site import Site

pytestmark = [pytest.mark.system, pytest.mark.timeout(3600)]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
"""One case is sent by every kind of person: 85 operations x 12 examples are more than 1,000 cases for each."""
FEW, MANY = 2, 12
