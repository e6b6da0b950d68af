"""Whom an SFTP source lets itself be served by, and as whom it asks."""

from pathlib import Path

import asyncssh
import pytest

from logging_core.shared.errors import BadInput
from monitoring.completion.sources.kinds import make
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble
from tests.monitoring.completion.sources.sftp_server import sftp_server
from tests.support.running import free_port


def probed(parameters: dict) -> str:
    return make("SFTP", parameters).probe(Limits(10**6, 10))


def test_a_key_opens_as_well_as_a_password(places: Path) -> None:
    with sftp_server(places) as told:
        assert probed(told) == probed(told | {"secret": None, "key": "SFTP_KEY"}) == "folder is there"


def test_a_server_with_another_key_is_not_talked_to(places: Path) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with sftp_server(places) as told, pytest.raises(Trouble) as problem:
        probed(told | {"host_key": other})
    assert (problem.value.outcome, problem.value.reason) == (Outcome.PERMANENT, "other_server")


def test_a_wrong_name_or_folder_is_for_an_operator(places: Path) -> None:
    with sftp_server(places) as told:
        for wrong, reason in (({"user": "root"}, "refused"), ({"path": "/nowhere"}, "not_served")):
            with pytest.raises(Trouble) as problem:
                probed(told | wrong)
            assert (problem.value.outcome, problem.value.reason) == (Outcome.PERMANENT, reason)


def test_a_server_that_is_away_is_tried_again_and_one_inside_is_refused(places: Path, settings) -> None:
    with sftp_server(places) as told:
        with pytest.raises(Trouble) as problem:
            probed(told | {"port": free_port()})
        assert problem.value.outcome == Outcome.TEMPORARY
        settings.SOURCE_HOSTS = []
        with pytest.raises(Trouble) as problem:
            probed(told)
    assert (problem.value.outcome, problem.value.reason) == (Outcome.PERMANENT, "host_not_allowed")


@pytest.mark.parametrize("wrong", [{"host_key": "none"}, {"path": "data"}, {"secret": "in clear"}, {"port": 0}])
def test_wrong_parameters_are_told(wrong: dict) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with pytest.raises(BadInput, match=next(iter(wrong))):
        make("SFTP", {"host": "h", "path": "/", "user": "u", "host_key": key, **wrong})
