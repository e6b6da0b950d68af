"""Positions as downloads, and by the command."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from logging_core.accounts.models import User
from logging_core.voyages.models import Lowering
from tests.compat.development_data import CRUISE, HIDDEN_LOWERING, LOWERING
from tests.logging_core.exchange.package.conftest import root  # noqa: F401
from tests.people import As, make_person

pytestmark = pytest.mark.usefixtures("root")
FIRST = "2017-06-14T19:11:00Z,-170.236345,41.342981,943.2"


@pytest.fixture
def somebody(root: Path) -> User:  # noqa: F811
    return make_person("somebody", roles=["event_watcher"])


def text(answer: object) -> str:
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "form, mime", [("csv", "text/csv"), ("kml", "application/vnd"), ("geojson", "application/geo+json")]
)
def test_a_lowering_is_downloaded(as_: As, somebody: User, form: str, mime: str) -> None:
    answer = as_(somebody).get(f"/automation/positions/lowering/{LOWERING}.{form}")
    assert answer["Content-Type"].startswith(mime)
    assert answer["Content-Disposition"] == f'attachment; filename="4928_positions.{form}"'
    assert "41.342981" in text(answer)


def test_where_there_is_none_it_is_said(as_: As, somebody: User) -> None:
    answer = as_(somebody).get(f"/automation/positions/cruise/{CRUISE}.csv")
    assert (answer.status_code, answer.content) == (404, b"There are no positions of cruise AT37-14.")


@pytest.mark.parametrize(
    "address", [f"lowering/{'f' * 24}.csv", f"lowering/{LOWERING}.xls", f"event/{LOWERING}.csv"]
)
def test_what_there_is_not_is_not_found(as_: As, somebody: User, address: str) -> None:
    assert as_(somebody).get(f"/automation/positions/{address}").status_code == 404


def test_hidden_lowerings_are_the_admins(as_: As, somebody: User) -> None:
    path = f"/automation/positions/lowering/{HIDDEN_LOWERING}.csv"
    assert b"Hidden" not in as_(somebody).get(path).content
    assert b"no positions of" not in as_(somebody).get(path).content
    assert b"no positions of lowering 4930" in as_(User.objects.get(username="admin")).get(path).content


def test_the_command_writes_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export_positions", "-L", "4928")
    head, *rows = capsys.readouterr().out.splitlines()
    assert head == "datetime,longitude_ddeg,latitude_ddeg,depth_m"
    assert (rows[0], len(rows)) == (FIRST, 4)


def test_the_newest_lowering_is_meant_and_a_file_can_be_named(tmp_path: Path) -> None:
    Lowering.objects.filter(start_ts__gt=Lowering.objects.get(id=LOWERING).start_ts).delete()
    call_command("export_positions", "-g", "-o", str(tmp_path / "track.geojson"))
    assert "LineString" in (tmp_path / "track.geojson").read_text()


def test_the_command_tells_what_there_is_not() -> None:
    with pytest.raises(CommandError, match="There is no lowering nothing"):
        call_command("export_positions", "-L", "nothing", stdout=StringIO())
    with pytest.raises(CommandError, match="There are no positions of lowering 4929"):
        call_command("export_positions", "-k", "-L", "4929", stdout=StringIO())
