"""What the loggers say of themselves, as pages of cached data servers wait for it."""

from datetime import UTC, datetime

import pytest

from logging_core.compat.cds.logger_status import LoggerStatus
from logging_core.loggers.models import CruiseDefinition, LoggerControl, LoggerLog
from logging_core.streams.recent import Recent

pytestmark = pytest.mark.django_db
STATUS = {
    "loggers": {"gyr1": {"config": "gyr1->net", "state": "running"}, "s330": {"config": None, "state": "off"}}
}
EXPANDED = {
    "cruise": {"id": "NBP1406"},
    "loggers": {"gyr1": {"configs": ["off", "gyr1->net"]}},
    "modes": {"off": {"gyr1": "off"}, "underway": {"gyr1": "gyr1->net"}},
}


@pytest.fixture
def recent() -> Recent:
    return Recent()


def values(recent: Recent, name: str) -> list[object]:
    return [arrival.value for arrival in recent.arrivals(name)]


def run_definition() -> None:
    definition = CruiseDefinition.objects.create(
        file_name="nbp.yaml", path="nbp.yaml", base_dir="", text="", expanded=EXPANDED, loaded_by="chief"
    )
    LoggerControl.objects.update(definition=definition, mode="underway", configs={"gyr1": "gyr1->net"})


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("running", "RUNNING"),
        ("off", "EXITED"),
        ("backoff", "STARTING"),
        ("failed", "FAILED"),
    ],
)
def test_states_have_the_names_that_pages_know(recent: Recent, ours: str, theirs: str) -> None:
    LoggerStatus(recent).tell({"loggers": {"gyr1": {"config": "on", "state": ours}}})
    assert values(recent, "status:logger_status") == [{"gyr1": {"config": "on", "status": theirs}}]


def test_mode_and_definition_are_told_the_latter_once(recent: Recent) -> None:
    run_definition()
    status = LoggerStatus(recent)
    status.tell(STATUS)
    status.tell(STATUS)
    assert values(recent, "status:cruise_mode") == [{"active_mode": "underway"}] * 2
    (definition,) = values(recent, "status:cruise_definition")
    assert isinstance(definition, dict)
    assert definition | {"config_timestamp": 0} == {
        "cruise_id": "NBP1406",
        "filename": "nbp.yaml",
        "config_timestamp": 0,
        "loggers": {"gyr1": {"configs": ["off", "gyr1->net"], "active": "gyr1->net"}},
        "modes": ["off", "underway"],
        "active_mode": "underway",
    }


def test_lines_of_the_log_come_once_each_under_their_logger(recent: Recent) -> None:
    at = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    status = LoggerStatus(recent)
    LoggerLog.objects.create(at=at, source="gyr1", level=30, text="port is gone")
    status.tell(STATUS)
    LoggerLog.objects.create(at=at, source="supervisor", level=20, text="gyr1 started")
    status.tell(STATUS)
    assert values(recent, "stderr:logger:gyr1") == ["2026-05-01T12:00:00Z 30 WARNING gyr1 port is gone"]
    assert values(recent, "stderr:logger_manager") == ["2026-05-01T12:00:00Z 20 INFO supervisor gyr1 started"]


def test_without_a_definition_only_the_states_are_told(recent: Recent) -> None:
    LoggerStatus(recent).tell(STATUS)
    assert recent.names() == ["status:logger_status"]
