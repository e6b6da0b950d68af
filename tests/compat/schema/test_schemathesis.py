"""Every route asked for what its description allows and what it does not, as each kind of person."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
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
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# What is drawn once is sent by everybody: 85 operations with 13 examples, but for a few without anything to draw,
# are more than 1,000 cases for each kind of person.
FEW, MANY = 2, 13


asked: Counter[str] = Counter()  # cases by kind of person


@pytest.fixture(scope="module")
def people(running: Site) -> Iterator[dict[str, httpx.Client]]:
    running.put_back()
    yield clients(running)
    print(f"\n{sum(asked.values())} cases: {dict(asked)}")


def operations() -> list[Any]:
    return [result.ok() for result in schemathesis.openapi.from_dict(openapi()).get_all_operations()]


def ask_everybody(site: Site, people: dict[str, httpx.Client], operation: Any, examples: int) -> None:
    ids = iter(range(10_000))

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        use_real_id(case, next(ids))
        for name, client in people.items():
            asked[name] += 1
            token = client.headers.get("Authorization")
            case.call_and_validate(
                base_url=site.url, headers={"Authorization": token} if token else {}, checks=CHECKS
            )

    ask()


def use_real_id(case: Any, number: int) -> None:
    """Every other case is about a record that is there; accounts are left to those who need them."""
    if "id" in (case.path_parameters or {}) and "/users/" not in case.path and number % 2:
        case.path_parameters["id"] = real(case.path).partition(case.path.partition("{id}")[0])[2][:24]


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_a_few_cases(running: Site, people: dict[str, httpx.Client], operation: Any) -> None:
    ask_everybody(running, people, operation, FEW)


@pytest.mark.faults
@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_a_thousand_cases(running: Site, people: dict[str, httpx.Client], operation: Any) -> None:
    ask_everybody(running, people, operation, MANY)
