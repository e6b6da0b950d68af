"""Secrets for other machines: a row names one, and never that of this server itself."""

import pytest

from logging_core.automation.aux_rules.cameras.camera import checked_cameras
from logging_core.automation.aux_rules.sources import influxdb
from logging_core.automation.notifications.rules import checked_target
from logging_core.shared import named_secrets
from logging_core.shared.errors import BadInput, Refusal


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALOG_SECRET_KEY", "signs our sessions")
    monkeypatch.setenv("SEALOG_SECRET_CAMERA_2", "opens the camera")


@pytest.mark.parametrize("text", ["CAMERA_2", "SEALOG_SECRET_CAMERA_2", " CAMERA_2 "])
def test_a_secret_is_known_by_its_name_with_or_without_the_prefix(text: str) -> None:
    name = named_secrets.checked_name(text, "secret")
    assert name == "CAMERA_2"
    assert named_secrets.secret(name) == "opens the camera"


@pytest.mark.parametrize("text", ["camera", "A B", "../KEY", "_A", "A-B", "A" * 62, 7, ["A"]])
def test_what_is_no_name_is_refused_by_field(text: object) -> None:
    with pytest.raises(BadInput) as refused:
        named_secrets.checked_name(text, "secret")
    assert "secret" in refused.value.details["fields"]


def test_one_that_the_environment_does_not_hold_is_named() -> None:
    with pytest.raises(Refusal, match="SEALOG_SECRET_NOBODY_KNOWS is not set"):
        named_secrets.secret("NOBODY_KNOWS")


@pytest.mark.parametrize("text", ["KEY", "SEALOG_SECRET_KEY"])
def test_the_key_of_this_server_is_for_nobody_else(text: str) -> None:
    with pytest.raises(BadInput, match="secret"):
        named_secrets.checked_name(text, "secret")
    with pytest.raises(Refusal, match="is not set"):
        named_secrets.secret("KEY")


def test_neither_camera_database_nor_webhook_may_be_sent_it() -> None:
    with pytest.raises(BadInput, match="key of this server"):
        checked_cameras([{"name": "a", "address": "http://127.0.0.1/a.jpg", "secret": "KEY"}], "cameras")
    with pytest.raises(BadInput, match="key of this server"):
        influxdb.checked({"url": "http://127.0.0.1", "org": "o", "bucket": "b", "secret": "KEY"})
    with pytest.raises(BadInput, match="key of this server"):
        checked_target({"name": "a", "kind": "webhook", "address": "http://127.0.0.1/", "secret_name": "KEY"})
