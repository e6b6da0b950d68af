import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from logging_core.automation.aux_rules import jobs, shipped
from logging_core.automation.aux_rules.missing import missing
from logging_core.automation.aux_rules.models import AuxTask
from logging_core.events.models import AuxData
from logging_core.shared import clock
from logging_core.shared.errors import NotAllowed, NotFound
from logging_core.shared.jobs import working
from logging_core.shared.jobs.models import Job
from logging_core.shared.models import Change
from logging_core.voyages.models import Cruise, Lowering
from tests.logging_core.automation.aux_rules.making import ACTOR, follow, log, make_rule, record
from tests.logging_core.streams.conftest import ingest  # noqa: F401
from tests.logging_core.streams.samples import record as sample
from tests.support.influxdb import InfluxDB

START = clock.parse("2026-03-14T12:00:00Z")
CONFIG = {"values": [{"field": "Lat", "name": "latitude"}]}


@pytest.fixture
def dive(ingest, logger):  # noqa: F811
    """A lowering of an old cruise with five events and what a stream said then."""
    Cruise.objects.create(name="FK1", start_ts=START - timedelta(days=1), stop_ts=START + timedelta(days=1))
    lowering = Lowering.objects.create(name="S1", start_ts=START, stop_ts=START + timedelta(hours=1))
    for minute in range(5):
        moment = START + timedelta(minutes=minute)
        ingest.store([sample(moment.timestamp() - 0.5, metadata=None, Lat=float(minute))])
    events = [log(logger, ts=START + timedelta(minutes=minute)) for minute in range(5)]
    log(logger, ts=START - timedelta(hours=1))
    return lowering, events


def run(**asked) -> Job:
    job = jobs.ask(actor=ACTOR, **asked)
    working.work(job.id)
    return Job.objects.get(id=job.id)


def latitudes(events) -> list[str | None]:
    return [(record(event, "nav") or {}).get("latitude") for event in events]


def test_a_lowering_is_filled_by_a_job(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    lowering, events = dive
    job = run(user=admin, scope="lowering", of=lowering.id)
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    assert job.result == {"events": 5, "dry_run": False, "attached": 5}
    assert latitudes(events) == ["0.0", "1.0", "2.0", "3.0", "4.0"]


def test_done_twice_it_changes_nothing(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    lowering, _ = dive
    run(user=admin, scope="lowering", of=lowering.id)
    before = list(AuxData.objects.values_list("id", "version")), Change.objects.filter(kind="aux_data").count()
    run(user=admin, scope="lowering", of=lowering.id)
    assert (
        list(AuxData.objects.values_list("id", "version")),
        Change.objects.filter(kind="aux_data").count(),
    ) == before


def test_a_cruise_has_events_without_values_and_says_so(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    job = run(user=admin, scope="cruise", of=Cruise.objects.get().id)
    assert job.result == {"events": 6, "dry_run": False, "attached": 5, "without values": 1}
    assert any("no value of Lat" in line.text for line in job.lines.all())


def test_a_dry_run_shows_everything_and_attaches_nothing(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    job = run(user=admin, scope="lowering", of=dive[0].id, dry_run=True)
    assert job.result == {"events": 5, "dry_run": True, "would be attached": 5}
    assert "nav: latitude 0.0" in job.lines.first().text
    assert not AuxData.objects.exists()


def test_only_what_is_missing(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    lowering, events = dive
    run(user=admin, scope="events", of=[events[0].id])
    job = run(user=admin, scope="lowering", of=lowering.id, only_missing=True)
    assert job.result["attached"] == 4


def test_a_filled_event_is_not_marked_any_more(follower, dive, admin, logger) -> None:
    make_rule(admin, "streams", "nav", CONFIG, longest_age_s=366 * 86_400)
    event = log(logger, ts=START + timedelta(minutes=2))
    AuxTask.objects.all().delete()
    follow()
    AuxData.objects.all().delete()
    AuxTask.objects.update(state="missing", attached_at=None)
    assert len(missing(event)) == 1
    run(user=admin, scope="events", of=[event.id])
    assert missing(event) == [] and AuxTask.objects.filter(event=event).get().state == "done"


def test_who_may_ask_and_for_what(dive, admin, logger) -> None:
    with pytest.raises(NotAllowed):
        jobs.ask(actor=ACTOR, user=logger, scope="lowering", of=dive[0].id)
    with pytest.raises(NotFound, match="No rule that is on"):
        jobs.ask(actor=ACTOR, user=admin, scope="lowering", of=dive[0].id)
    make_rule(admin, "streams", "nav", CONFIG)
    with pytest.raises(NotFound, match="There is no such lowering"):
        jobs.ask(actor=ACTOR, user=admin, scope="lowering", of="0" * 24)


def test_the_same_wish_is_one_job(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    first = jobs.ask(actor=ACTOR, user=admin, scope="lowering", of=dive[0].id)
    assert jobs.ask(actor=ACTOR, user=admin, scope="lowering", of=dive[0].id).id == first.id


# --- the command ---
@pytest.fixture
def seapath(influx: InfluxDB, dive):
    for minute in range(5):
        moment = START + timedelta(minutes=minute, seconds=-1)
        influx.write("seapath1", moment, S1HeadingTrue=10.0 * minute, S1Latitude=5.5, S1NorS="S")
    return dive


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "influx.yaml"
    path.write_text(
        shipped.influxdb()
        + "- data_source: other\n  query_measurements: [x]\n  aux_record_lookup: {f: {name: f}}\n"
    )
    return str(path)


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("associate_aux_data", *words, stdout=out)
    return out.getvalue()


def test_a_lowering_by_one_entry_of_a_file(seapath, file) -> None:
    told = command("-l", "S1", "-f", f"{file}:realtimeVesselPosition")
    assert told.strip().endswith("events: 5, dry_run: False, attached: 5")
    assert record(seapath[1][3], "realtimeVesselPosition") == {"heading": "30.0", "latitude": "-5.5"}
    assert Change.objects.filter(kind="aux_data", via="command").count() == 5


def test_a_cruise_by_the_whole_file_as_a_dry_run(seapath, file) -> None:
    told = command("-c", "FK1", "-f", file, "-n")
    assert "would be attached: 5" in told and "without values: 7" in told
    assert not AuxData.objects.exists()


def test_events_of_a_list(seapath, file, tmp_path) -> None:
    first, second, third = (event.id for event in seapath[1][:3])
    (tmp_path / "ids").write_text(f"{first},{second}\n{third}\n")
    assert "attached: 3" in command("-e", str(tmp_path / "ids"), "-f", f"{file}:realtimeVesselPosition")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zzz", r"ids:1: 'zzz' is not the id of an event"),
        ("{id}\n\n{id}", r"ids:2: '' is not the id of an event"),
        ("{id}\n" + "0" * 24, "There are no events 000000000000000000000000"),
        ("{ID}", "is not the id of an event"),
    ],
)
def test_a_list_with_anything_else_attaches_nothing(seapath, file, tmp_path, text: str, told: str) -> None:
    id = seapath[1][0].id
    (tmp_path / "ids").write_text(text.replace("{id}", id).replace("{ID}", "ABCDEF" + id[6:]))
    with pytest.raises(CommandError, match=told):
        command("-e", str(tmp_path / "ids"), "-f", file)
    assert not AuxData.objects.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "New events get their aux data from the workers"),
        (("-l", "S9"), "There is no lowering S9"),
        (("-l", "S1"), "No rule that is on can tell values of the past"),
        (("-l", "S1", "-r", "nothing"), "There is no rule of streams or InfluxDB with the name nothing"),
        (("-l", "S1", "-f", "/none.yaml"), "No such file"),
        (("-l", "S1", "-f", "{file}:none"), "has no data source none; it has realtimeVesselPosition, other"),
        (("-l", "S1", "-c", "FK1"), "not allowed with argument"),
    ],
)
def test_what_the_command_cannot_do_is_told(dive, file, words, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        command(*(word.replace("{file}", file) for word in words))


def test_stored_rules_serve_when_no_file_is_named(dive, admin) -> None:
    make_rule(admin, "streams", "nav", CONFIG, on=False)
    with pytest.raises(CommandError):
        command("-l", "S1")
    assert "attached: 5" in command("-l", "S1", "-r", "nav")


def test_a_server_that_does_not_answer_ends_it_early(dive, file, settings, logger) -> None:
    settings.INFLUXDB_URL = "http://127.0.0.1:9"
    for minute in range(10):
        log(logger, ts=START + timedelta(minutes=5, seconds=minute))
    with pytest.raises(CommandError, match="Stopped after 10 questions without an answer"):
        command("-l", "S1", "-f", f"{file}:other")
