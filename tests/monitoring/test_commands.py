"""Every command with --json, --dry-run and its exit codes."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from monitoring.completion.models import Configuration
from monitoring.completion.sources.models import Source, SourceAvailability
from monitoring.completion.stack import waiting
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.states import State
from monitoring.health import heartbeat
from monitoring.inventory.models import NSLC
from monitoring.logs.models import LogLine
from monitoring.statistics.models import ArchiveMonitoring, Stat
from monitoring.statistics.queries import network_averages, station_averages
from qualitycontrol.archive.instants import day_of
from qualitycontrol.archive.models import DataFile
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.centre import Holding
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, RER, at
from tests.monitoring.workers import Workers

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

START = at("2024-05-10T00:00:00")
END = START + 6 * HOUR
TIMES = ("2024-05-10T00:00:00Z", "2024-05-10T06:00:00Z")


def run(name: str, *words: str) -> tuple[int, Any]:
    """Exit code and what it printed, as JSON where that was asked for."""
    out, code = StringIO(), 0
    try:
        call_command(name, *words, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    except CommandError as problem:
        return problem.returncode, str(problem)
    text = out.getvalue()
    return code, json.loads(text) if "--json" in words else text


@pytest.fixture
def gappy(site: Site, centre) -> Site:
    site.holds(RER, (START, START + 2 * HOUR), (START + 3 * HOUR, END))
    centre.holdings = [Holding(RER, START, END)]
    site.source("IPGP", centre.url)
    return site


def test_window_update_of_given_times(gappy: Site, centre) -> None:
    code, told = run("window_update", "-s", TIMES[0], "-e", TIMES[1], "--dry-run", "--json")
    assert (code, told["gaps"], told["gap_seconds"], told["sources"]) == (0, 1, 3600.0, {"IPGP": True})
    assert not Request.objects.exists()
    code, text = run("window_update", "-s", TIMES[0], "-e", TIMES[1])
    assert (code, text.strip()) == (0, "Successfully updated archive")
    assert Request.objects.get().state == State.QUEUED
    assert Stat.objects.get().num_gaps == 2  # the hour, and the rest of the day after 06:00


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-s", TIMES[0]], "both times or none"),
        (["-s", "yesterday", "-e", TIMES[1]], "must be a time as YYYY-MM-DDTHH:MM:SSZ"),
        (["-s", TIMES[1], "-e", TIMES[0]], "must be later than the start time"),
    ],
)
def test_wrong_times_are_refused_in_words(gappy: Site, words: list[str], told: str) -> None:
    code, text = run("window_update", *words)
    assert code == 1
    assert told in text
    code, answer = run("window_update", *words, "--json")
    assert (code, answer["ok"]) == (1, False)
    assert told in answer["error"]


def test_without_an_archive_nothing_is_updated(transactional_db: None) -> None:
    code, text = run("window_update")
    assert (code, text) == (1, '"archive" is not configured yet')


def test_an_archive_that_is_gone_is_an_error_and_asks_for_nothing(gappy: Site) -> None:
    gappy.root.rename(gappy.root.with_name("unmounted"))
    code, text = run("window_update", "-s", TIMES[0], "-e", TIMES[1])
    assert code == 1
    assert "can not be scanned" in text
    assert not Request.objects.exists()


def test_create_request_then_exec_stack_and_wait(gappy: Site, places) -> None:
    words = ["--starttime", TIMES[0], "--endtime", TIMES[1], "--nslc_list", "PF.*..HH?"]
    code, told = run("create_request", *words, "--dry-run", "--json")
    assert (code, len(told["requests"]), Request.objects.count()) == (0, 1, 0)
    assert told["requests"][0]["streams"] == ["PF.RER..HHZ"]
    assert run("create_request", *words) == (0, "Successfully created requests: 1\n")
    code, told = run("exec_stack", "--dry-run", "--json")
    assert (code, told["due"]) == (0, 1)
    with Workers(places):
        code, told = run("exec_stack", "--wait", "--json")
    assert (code, told["ended"]) == (0, {"succeeded": 1})
    assert gappy.gaps(START, END) == []
    assert run("create_request", *words)[0] == 3
    assert run("exec_stack") == (3, "No request is due\n")


def test_exec_stack_says_when_no_worker_is_there(gappy: Site, monkeypatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.5)
    gappy.update(START, END)
    Request.objects.update(state=State.NEW)
    code, told = run("exec_stack", "--wait", "--json")
    assert (code, told["error"]) == (1, "1 requests wait, but no worker takes them")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["PF.RER.HHZ"], "must look like"),
        (["../../etc.x.y.z"], "must look like"),
        (["XX.*.*.*"], "matches no stream"),
        (["PF.RER..HHZ", "--source_list", "NOBODY"], "there is no source 'NOBODY'"),
    ],
)
def test_create_request_refuses_in_words(gappy: Site, words: list[str], told: str) -> None:
    times = ["--starttime", TIMES[0], "--endtime", TIMES[1], "--nslc_list"]
    code, text = run("create_request", *times, *words)
    assert code == 1
    assert told in text


def test_retry_takes_up_what_came_to_rest(gappy: Site) -> None:
    assert run("retry")[0] == 3
    gappy.update(START, END)
    Request.objects.update(state=State.ON_HOLD, failures=5)
    assert run("retry", "--dry-run", "--json")[1]["requests"] == [Request.objects.get().pk]
    assert run("retry")[0] == 0
    request = Request.objects.get()
    assert (request.state, request.failures) == (State.NEW, 0)


def test_clean_database_forgets_everything_but_the_archive(gappy: Site) -> None:
    gappy.update(START, END)
    files = gappy.bytes()
    code, told = run("clean_database", "--dry-run", "--json")
    assert (code, told["rows"]["Request"], told["rows"]["DataFile"]) == (0, 1, 1)
    assert run("clean_database", "--json")[0] == 1  # nobody said yes
    assert Request.objects.exists()
    assert run("clean_database", "--yes", "-i", "SourceAvailability")[0] == 0
    assert (Request.objects.count(), DataFile.objects.count()) == (0, 0)
    assert SourceAvailability.objects.exists()
    assert (gappy.bytes(), Source.objects.count(), NSLC.objects.count()) == (files, 1, 1)


def test_clean_log_and_clean_stats(gappy: Site) -> None:
    gappy.update(START, END)
    run("print_env")  # stores the log lines
    assert LogLine.objects.filter(logger="update").exists()
    assert run("clean_log", "--yes", "--ignore", "update")[0] == 0
    assert set(LogLine.objects.values_list("logger", flat=True)) == {"update"}
    assert run("clean_stats", "--dry-run", "--json")[1]["rows"] == {"Stat": 1}
    assert run("clean_stats", "--yes")[0] == 0
    assert not Stat.objects.exists()


def test_update_stats_is_incremental(gappy: Site) -> None:
    from monitoring.statistics.actions import monitor_everything

    assert run("update_stats")[0] == 1
    monitor_everything(actor=ACTOR, by=None, archive=gappy.archive, start_year=2024, end_year=2024)
    code, told = run("update_stats", "--json")
    assert (code, told["days"]) == (0, 366)
    assert run("update_stats", "--json") == (3, {"ok": True, **told, "days": 0})
    gappy.holds(RER, (START + 2 * HOUR, START + 3 * HOUR))
    assert run("update_stats", "--json")[1]["days"] == 1
    row = Stat.objects.get(day="2024-05-10")
    assert (row.available_s, row.expected_s, row.num_gaps) == (6 * 3600, 86400, 1)
    assert row.percent == pytest.approx(25)
    missing = Stat.objects.get(day="2024-05-11")
    assert (missing.percent, missing.gap_seconds, missing.gap_span) == (0, 86400, 1440)
    assert ArchiveMonitoring.objects.count() == 1


def test_averages_count_days_without_data_and_weigh_by_what_was_expected(gappy: Site) -> None:
    gappy.know(Nslc("PF", "PRO", "00", "HHZ"))
    gappy.update(START, END)
    day = day_of(START)
    (network,) = network_averages(gappy.archive, day, day.replace(day=11))
    stations = station_averages(gappy.archive, day, day.replace(day=11))
    assert [(row.station, row.mean) for row in stations] == [("PRO", 0), ("RER", pytest.approx(5 / 24))]
    assert (network.mean, network.channels) == (pytest.approx(5 / 48), 2)


def test_print_env_tells_places_and_checks(gappy: Site) -> None:
    with heartbeat.broker(5) as client:
        client.delete(heartbeat.key())  # that of workers of other tests
    code, told = run("print_env", "--json")
    assert told["places"]["archive"] == str(gappy.root)
    assert told["checks"]["archive writable"] == told["checks"]["clock"] == told["checks"]["broker"] == ""
    assert code == 2  # no worker runs in this test
    assert run("doctor")[0] == 2


SETUP = """
archive: {{name: final, root: {root}, layout: SDS}}
configuration: {{f_analysis: 4, w_analysis: 8, l_analysis: 48, request_lifespan: 3}}
monitoring: {{start_year: 2023, end_year: 2024}}
sources:
  - {{name: data centre, kind: FDSNWS, priority: 1, parameters: {{url: "http://127.0.0.1:1"}}, nslc: ["PF.*.*.*"]}}
  - {{name: disk, kind: LOCAL_DIR, priority: 2, parameters: {{path: {root}}}}}
"""
DUMP = """<?xml version="1.0"?><django-objects version="1.0">
<object model="archive.archive"><field name="name">final</field><field name="root">{root}</field></object>
<object model="archive.configuration" pk="1"><field name="f_analysis">4</field><field name="w_analysis">8</field>
<field name="l_analysis">48</field><field name="request_lifespan">3</field></object>
<object model="archive.source"><field name="name">data centre</field><field name="type">FDSNWS</field>
<field name="parameters">{{"url": "http://127.0.0.1:1"}}</field><field name="priority">1</field></object>
<object model="archive.source"><field name="name">disk</field><field name="type">LOCAL_DIR</field>
<field name="parameters">{{"path": "{root}"}}</field><field name="priority">2</field></object>
</django-objects>"""
LIST = "#Network | Station | Location | Channel\nG|AIS|00|BHE\nPF|RER||HHZ\nPF|PRO|--|HHZ  # Salazie\n"


@pytest.mark.parametrize(("name", "text"), [("setup.yaml", SETUP), ("setup.xml", DUMP)])
def test_init_setup_configures_everything_and_can_be_repeated(transactional_db, places, name, text) -> None:
    root = places / "final"
    root.mkdir()
    file, streams = places / name, places / "nslc.txt"
    file.write_text(text.format(root=root))
    streams.write_text(LIST)
    words = [str(file), "--nslc_file", str(streams), "--json"]
    code, told = run("init_setup", *words, "--dry-run")
    assert (code, told["set_up"]["sources"], Source.objects.count()) == (0, 2, 0)
    for _ in range(2):
        code, told = run("init_setup", *words)
        assert told.get("error") is None
        assert (code, told["set_up"]["streams"], told["set_up"]["configurations"]) == (0, 3, 1)
    row = Configuration.the()
    assert (row.f_analysis, row.w_analysis, row.l_analysis, row.archive.root) == (4, 8, 48, str(root))
    assert (row.stations.count(), row.sources.count(), Source.objects.count()) == (3, 2, 2)
    assert Source.objects.get(name="data_centre").nslc.count() == (2 if name == "setup.yaml" else 3)
    assert set(NSLC.objects.values_list("code", flat=True)) == {"G.AIS.00.BHE", "PF.RER..HHZ", "PF.PRO..HHZ"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("archive: [", "setup.yaml"),
        ("configuration: {f_analysis: 4, w_analysis: 2}", "at least as long as the frequency"),
        ("configuration: {colour: red}", "there is no field 'colour'"),
        ("sources: [{name: x, kind: FTP}]", "is none of FDSNWS"),
        ("sources: [{name: x, kind: LOCAL_DIR, parameters: {path: /etc}}]", "must lie below"),
        ("surprise: 1", "must hold the sections"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "setup.yaml"),
    ],
)
def test_init_setup_refuses_in_words_and_changes_nothing(transactional_db, places, text: str, told: str) -> None:
    file = places / "setup.yaml"
    file.write_text(text)
    code, said = run("init_setup", str(file))
    assert code == 1
    assert told in said
    assert not Source.objects.exists()
