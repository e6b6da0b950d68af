"""The table of cruises as a file, once and after each change."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from logging_core.shared.announce import Actor
from logging_core.voyages import actions
from logging_core.voyages.models import Cruise
from tests.compat.development_data import CRUISE
from tests.compat.inside import ask
from tests.logging_core.exchange.package.conftest import root  # noqa: F401
from tests.logging_core.exchange.surroundings import environment
from tests.support.running import ROOT
from tests.support.waiting import until


@pytest.mark.usefixtures("root")
def test_it_is_what_the_route_answers_an_admin(tmp_path: Path) -> None:
    call_command("export_cruises", "-o", str(tmp_path / "cruises.csv"))
    answer = ask("admin", "GET", "cruises?format=csv")
    assert (tmp_path / "cruises.csv").read_bytes() == answer.getvalue()


@pytest.mark.usefixtures("root")
def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export_cruises")
    assert capsys.readouterr().out.startswith('"id","cruise_id"')


@pytest.mark.django_db
def test_without_cruises_it_is_empty_and_following_needs_a_file(tmp_path: Path) -> None:
    call_command("export_cruises", "-o", str(tmp_path / "cruises.csv"))
    assert (tmp_path / "cruises.csv").read_text() == ""
    with pytest.raises(CommandError, match="-s needs -o"):
        call_command("export_cruises", "-s", stdout=StringIO())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("root")
def test_it_follows_every_change_of_a_cruise(tmp_path: Path) -> None:
    table = tmp_path / "cruises.csv"
    command = [sys.executable, "manage.py", "export_cruises", "-s", "-o", str(table)]
    following = subprocess.Popen(command, cwd=ROOT, env=environment())
    try:
        until(table.exists, 60)
        with connection.cursor() as cursor:  # as when the database was restarted
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'")
        for name in ("Renamed", "Again"):
            actions.save_voyage(actor=Actor("admin"), model=Cruise, id=CRUISE, values={"name": name})
            until(lambda name=name: f'"{name}"' in table.read_text(), 30)
    finally:
        following.terminate()
        following.wait()
