import os

import psutil
import pytest
from django.db import connection

from logging_core.shared.errors import BadInput, NotAllowed
from monitoring.completion.sources import actions, inventory, kinds
from monitoring.completion.sources.availability_text import read
from monitoring.completion.sources.eida import routes
from monitoring.completion.sources.models import (
    LocalFile,
    Source,
    SourceAvailability,
    SourceAvailabilityStat,
)
from monitoring.completion.sources.program import Program
from monitoring.completion.sources.selection import Selection, batches, in_two
from monitoring.completion.sources.sink import Sink, looks_like_miniseed
from monitoring.completion.sources.slots import Busy, slot
from monitoring.completion.stack.fetching import fetch
from monitoring.inventory.queries import streams
from monitoring.web.limits import Limits, never
from monitoring.web.trouble import Outcome, Trouble
from qualitycontrol.archive.instants import DAY
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.centre import Holding
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, RER, at, store, wave
from tests.support.waiting import until

START = at("2024-05-10T00:00:00")


@pytest.fixture
def quick(db: None, places) -> Site:
    """A site in the transaction of the test."""
    return Site.made(places)


def told(**more: object) -> dict[str, object]:
    return {"name": "IPGP", "kind": "FDSNWS", "priority": 1, "parameters": {"url": "http://127.0.0.1:1"}} | more


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "FTP"}, "kind"),
        ({"parameters": {}}, "parameters.url"),
        ({"parameters": {"url": "file:///etc/passwd"}}, "parameters.url"),
        ({"parameters": {"url": "http://u:p@x/"}}, "parameters.url"),
        ({"parameters": {"url": "http://x/", "colour": "red"}}, "parameters.colour"),
        ({"parameters": {"url": "http://x/", "secret": "my password"}}, "parameters.secret"),
        ({"parameters": []}, "parameters"),
        ({"name": "../../etc"}, "name"),
        ({"name": ""}, "name"),
        ({"priority": 0}, "priority"),
        ({"connections": 0}, "connections"),
        ({"kind": "LOCAL_DIR", "parameters": {"path": "/etc"}}, "parameters.path"),
        ({"kind": "LOCAL_DIR", "parameters": {"path": "relative"}}, "parameters.path"),
        ({"kind": "PROGRAM", "parameters": {"command": "/bin/sh -c id"}}, "parameters.command"),
        ({"kind": "SEEDLINK", "parameters": {"host": "x", "port": 0}}, "parameters.port"),
    ],
)
def test_a_wrong_source_is_refused_and_the_field_is_named(quick: Site, wrong, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        actions.store(actor=ACTOR, by=None, source=None, told=told(**wrong))
    assert field in problem.value.details["fields"]
    assert not Source.objects.exists()


def test_a_folder_that_leads_out_by_a_link_is_refused(quick: Site, places) -> None:
    (places / "sly").symlink_to("/etc")
    with pytest.raises(BadInput):
        quick.any_source("sly", "LOCAL_DIR", {"path": str(places / "sly")})


def test_two_sources_of_a_stream_do_not_share_a_priority(quick: Site) -> None:
    quick.source("first", "http://127.0.0.1:1", 1)
    with pytest.raises(BadInput, match="that of first"):
        quick.source("second", "http://127.0.0.1:1", 1)
    made = actions.store(actor=ACTOR, by=None, source=None, told=told(name="other stream"), streams=[])
    assert made.name == "other_stream"


def test_watchers_and_loggers_may_not_change_sources(quick: Site, people, operator) -> None:
    for name in ("watcher", "logger", "cruise_manager", "event_manager"):
        with pytest.raises(NotAllowed):
            actions.store(actor=ACTOR, by=people(name), source=None, told=told())
    for person in (operator, people("admin")):
        actions.store(actor=ACTOR, by=person, source=None, told=told(name=person.username), streams=[])


# --- inventory ----------------------------------------------------------------------------------------------


def spans(source: Source) -> list[tuple[int, int]]:
    return list(
        SourceAvailability.objects.filter(source=source).order_by("start_ns").values_list("start_ns", "end_ns")
    )


def test_spans_are_replaced_in_the_window_and_cut_at_its_edges(quick: Site, centre) -> None:
    source = quick.source("IPGP", centre.url)
    centre.holdings = [Holding(RER, START, START + 10 * HOUR)]
    assert inventory.refresh(source, list(streams()), START, START + 10 * HOUR)
    assert spans(source) == [(START, START + 10 * HOUR)]
    centre.holdings = [Holding(RER, START + 5 * HOUR, START + 6 * HOUR)]
    assert inventory.refresh(source, list(streams()), START + 4 * HOUR, START + 8 * HOUR)
    assert spans(source) == [
        (START, START + 4 * HOUR),
        (START + 5 * HOUR, START + 6 * HOUR),
        (START + 8 * HOUR, START + 10 * HOUR),
    ]
    assert SourceAvailabilityStat.objects.get().data_avail == 7 * 3600


def test_a_source_that_is_not_asked_has_whole_days(quick: Site, centre) -> None:
    source = quick.source("IPGP", centre.url, availability=False)
    inventory.refresh(source, list(streams()), START + HOUR, START + DAY + HOUR)
    assert spans(source) == [(START, START + 2 * DAY)]


def test_a_source_without_the_service_has_the_whole_window(quick: Site, centre) -> None:
    centre.inventory = False
    source = quick.source("IPGP", centre.url)
    assert inventory.refresh(source, list(streams()), START, START + HOUR)
    assert spans(source) == [(START, START + HOUR)]


def test_spans_are_corrected_by_what_really_came(quick: Site, centre) -> None:
    centre.holdings = [Holding(RER, START, START + 4 * HOUR)]
    source = quick.source("IPGP", centre.url)
    inventory.refresh(source, list(streams()), START, START + 4 * HOUR)
    came = [(START + HOUR, START + 2 * HOUR)]
    inventory.corrected(source, quick.stream(), (START + HOUR, START + 3 * HOUR), came)
    assert spans(source) == [(START, START + 2 * HOUR), (START + 3 * HOUR, START + 4 * HOUR)]


def test_a_local_file_that_did_not_change_is_not_opened_again(quick: Site, places) -> None:
    store(places / "disk", RER, (START, START + HOUR))
    source = quick.any_source("disk", "LOCAL_DIR", {"path": str(places / "disk")})
    inventory.refresh(source, list(streams()), START, START + DAY)
    assert spans(source) == [(START, START + HOUR)]
    LocalFile.objects.update(spans={str(RER): [[START, START + 2 * HOUR]]})
    inventory.refresh(source, list(streams()), START, START + DAY)
    assert spans(source) == [(START, START + 2 * HOUR)]
    store(places / "disk", RER, (START + 3 * HOUR, START + 4 * HOUR))
    inventory.refresh(source, list(streams()), START, START + DAY)
    assert spans(source) == [(START, START + HOUR), (START + 3 * HOUR, START + 4 * HOUR)]


def test_availability_text_in_both_forms() -> None:
    text = (
        "#Network Station Location Channel Quality SampleRate Earliest Latest Updated TimeSpans Restriction\n"
        "PF RER -- HHZ M 100.0 2024-05-10T00:00:00.000000Z 2024-05-10T01:00:00.500000Z 2024-05-11T00:00:00Z 1 -\n"
    )
    long = list(read(text))
    short = list(read("# comment\nPF RER -- HHZ 2024-05-10T00:00:00Z 2024-05-10T01:00:00.5Z\n"))
    assert long == short == [(RER, (START, START + HOUR + 500_000_000))]
    with pytest.raises(Trouble):
        list(read("<html>\n"))


# --- asking -------------------------------------------------------------------------------------------------


def test_an_empty_location_is_written_as_two_dashes() -> None:
    line = Selection(RER, START, START + 1).line()
    assert line == "PF RER -- HHZ 2024-05-10T00:00:00.000000 2024-05-10T00:00:00.000000"


def test_batches_hold_so_many_channel_days_and_halves_lose_nothing() -> None:
    asked = [Selection(RER, START + n * DAY, START + (n + 1) * DAY) for n in range(7)]
    assert [len(batch) for batch in batches(asked, 3)] == [3, 3, 1]
    first, second = in_two(asked)
    assert first + second == asked
    (early,), (late,) = in_two(asked[:1])
    assert (early.start_ns, early.end_ns, late.end_ns) == (START, late.start_ns, START + DAY)


def test_routes_name_the_centre_of_each_stream() -> None:
    other = Nslc("IV", "ACER", "", "HHZ")
    asked = [Selection(stream, START, START + HOUR) for stream in (RER, other)]
    text = (
        "http://a.example/fdsnws/dataselect/1/query\nPF RER -- HHZ 2000-01-01T00:00:00 2100-01-01T00:00:00\n\n"
        "http://b.example/fdsnws/dataselect/1/query\nIV ACER -- HHZ 2000-01-01T00:00:00 2100-01-01T00:00:00\n"
    )
    assert routes(text, asked) == {"http://a.example": [asked[0]], "http://b.example": [asked[1]]}
    with pytest.raises(Trouble):
        routes("file:///etc/passwd\nPF RER -- HHZ a b\n", asked)


@pytest.mark.parametrize(
    ("data", "is_it"),
    [(wave(RER, START, START + HOUR)[:512], True), (b"MS\x03rest", True), (b"<html>", False), (b"", False)],
)
def test_what_looks_like_miniseed(data: bytes, is_it: bool) -> None:
    assert looks_like_miniseed(data) is is_it


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 3", "no_connection"),
        ("echo no disk >&2; exit 5", "write_error"),
        ("exit 1", "program_failed"),
        ("kill -9 $$", "program_failed"),
        ("sleep 60 & echo $! > child; wait", "too_slow"),
        ("head -c 500000 /dev/zero > big", "program_failed"),
    ],
)
def test_a_program_that_fails_hangs_or_writes_too_much(places, settings, script: str, reason: str) -> None:
    path, work = places / "fetch", places / "work"
    path.write_text(f"#!/bin/sh\nset -e\n{script}\n")
    path.chmod(0o755)
    work.mkdir()
    settings.SOURCE_PROGRAMS = [str(path)]
    plugin = kinds.make("PROGRAM", {"command": [str(path)]})
    assert isinstance(plugin, Program)
    with pytest.raises(Trouble) as problem, Sink(places / "answer", Limits(100_000, 0.5)) as sink:
        plugin.fetch([Selection(RER, START, START + HOUR)], sink, work)
    assert problem.value.reason == reason
    if (work / "child").exists():
        until(lambda: is_gone(int((work / "child").read_text())), 5, "its child has ended, too")


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_program_taken_off_the_list_is_not_run_any_more(places, settings) -> None:
    settings.SOURCE_PROGRAMS = ["/bin/true"]
    plugin = kinds.make("PROGRAM", {"command": "/bin/true"})
    settings.SOURCE_PROGRAMS = []
    with pytest.raises(Trouble, match="is not among SEALOG_SOURCE_PROGRAMS"):
        plugin.probe(Limits(1, 1))


@pytest.mark.parametrize(("cpu_limit", "niceness"), [(100, 0), (50, 10), (1, 19)])
def test_a_program_runs_with_the_priority_of_its_source(
    quick: Site, places, settings, cpu_limit: int, niceness: int
) -> None:
    path, work, said = places / "fetch", places / "work", places / "said"
    path.write_text(f"#!/bin/sh\nnice > {said}\nexit 2\n")
    path.chmod(0o755)
    work.mkdir()
    settings.SOURCE_PROGRAMS = [str(path)]
    source = quick.any_source("OURS", "PROGRAM", {"command": [str(path)]}, cpu_limit=cpu_limit)
    fetched = fetch(source, [Selection(RER, START, START + HOUR)], work, never)
    assert (fetched.asked.outcome, fetched.exit_code) == (Outcome.NO_DATA, 2)
    assert int(said.read_text()) == min(os.nice(0) + niceness, 19)


def test_secrets_stand_in_the_environment_only(quick: Site, centre, monkeypatch) -> None:
    monkeypatch.setenv("SEALOG_SOURCE_SECRET_RESIF", "pa55word")
    parameters = {"url": centre.url, "user": "me", "secret": "RESIF"}
    source = quick.any_source("RESIF", "FDSNWS", parameters)
    assert "pa55word" not in str(source.record())
    centre.holdings = [Holding(RER, START, START + HOUR)]
    with Sink(quick.root.parent / "answer", Limits(10**7, 10)) as sink:
        source.plugin.fetch([Selection(RER, START, START + HOUR)], sink, quick.root)
    assert sink.size > 0
    monkeypatch.delenv("SEALOG_SOURCE_SECRET_RESIF")
    with (
        pytest.raises(Trouble, match="SEALOG_SOURCE_SECRET_RESIF"),
        Sink(quick.root.parent / "answer", Limits(10**7, 10)) as sink,
    ):
        source.plugin.fetch([Selection(RER, START, START + HOUR)], sink, quick.root)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_source_has_so_many_places_and_no_more(transactional_db, places, monkeypatch) -> None:
    import threading

    monkeypatch.setattr("monitoring.completion.sources.slots.PATIENCE", 0.3)
    source = Site.made(places).source("IPGP", "http://127.0.0.1:1", connections=1)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with slot(source, Limits(1, 60)):
            inside.set()
            leave.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    with pytest.raises(Busy), slot(source, Limits(1, 60)):
        pass
    leave.set()
    thread.join()
    with slot(source, Limits(1, 60)):
        pass
