"""One question to a data centre for many requests: far fewer questions, and nothing that one does to another."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from logging_core.shared import clock
from monitoring.completion import actions as completion
from monitoring.completion.sources.fdsnws import FdsnWs
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import actions, companions, places, running, transitions
from monitoring.completion.stack.handing_out import hand_out
from monitoring.completion.stack.models import Request, RequestHistory, RequestSource
from monitoring.completion.stack.queries import history
from monitoring.completion.stack.states import State
from monitoring.inventory.actions import set_multiplexing
from monitoring.inventory.models import Station
from qualitycontrol.archive.instants import DAY
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.centre import PAGE, Centre, Holding
from tests.monitoring.routing import routing
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, SECOND, at, values
from tests.monitoring.workers import Workers
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

START = at("2024-05-10T23:00:00")
END = START + 2 * HOUR
MINUTE = 60 * SECOND
GAPS = [(START + 20 * MINUTE, START + 25 * MINUTE), (START + 58 * MINUTE, START + 63 * MINUTE)]  # over midnight
CHANNELS = [Nslc("PF", station, "00", f"HH{part}") for station in ("PRO", "RER") for part in "ENZ"]
LINE_DAYS = 302 * SECOND / DAY  # a gap and a second on both sides


@pytest.fixture
def gappy(transactional_db: None, places: Path) -> Site:
    """Six channels with two gaps each, which nobody has been asked for yet."""
    site = Site.made(places, *CHANNELS)
    for stream in CHANNELS:
        site.holds(stream, (START, GAPS[0][0]), (GAPS[0][1], GAPS[1][0]), (GAPS[1][1], END))
    return site


@pytest.fixture
def stack(gappy: Site, centre: Centre) -> Site:
    """Twelve requests to one data centre that has everything."""
    centre.holdings = [Holding(stream, START, END) for stream in CHANNELS]
    gappy.source("IPGP", centre.url)
    assert gappy.update(START, END).requests["new"] == 12
    Request.objects.update(state=State.QUEUED)
    return gappy


def lines(question: str) -> list[str]:
    return question.splitlines()


def run(pk: int) -> State | None:
    return running.run(pk, "tester")


def numbers() -> list[int]:
    return list(Request.objects.order_by("pk").values_list("pk", flat=True))


def states() -> list[str]:
    return list(Request.objects.order_by("pk").values_list("state", flat=True))


def told(pk: int) -> list[tuple[str, str]]:
    """Outcome and message of each answer to a request."""
    return list(history(pk).exclude(outcome="").values_list("outcome", "message"))


def complete(site: Site, *but: Nslc) -> bool:
    """Every sample of the other channels is there, and right."""
    whole = values(START, 20 * (END - START) // SECOND).tolist()
    found = [list(site.samples(START, END, one).values()) for one in CHANNELS if one not in but]
    return all(one == whole for one in found) and not any(
        site.gaps(START, END, one) for one in CHANNELS if one not in but
    )


# --- far fewer questions ----------------------------------------------------------------------------------


def test_one_question_fills_twelve_gaps_to_the_sample(stack: Site, centre: Centre) -> None:
    requests = stack.run_all()
    assert {request.state for request in requests} == {State.SUCCEEDED}
    assert [len(lines(question)) for question in centre.asked] == [12]
    assert complete(stack)


def test_the_history_tells_what_came_with_which_request_and_counts_it_once(stack: Site, centre: Centre) -> None:
    first, *others = (request.pk for request in stack.run_all())
    assert told(first) == [("ok", "asked together with 11 other requests")]
    assert all(told(pk)[0][1].endswith(f"kB came with request {first}") for pk in others)
    (asked,) = RequestHistory.objects.filter(bytes__gt=0)
    answer = places.folder(first) / "IPGP" / "0-together" / "answer.mseed"
    assert (asked.number, asked.bytes) == (first, answer.stat().st_size)
    assert RequestHistory.objects.filter(seconds__isnull=False).count() == 1


def test_two_workers_share_the_questions_and_lose_nothing(stack: Site, centre: Centre, places: Path) -> None:
    Request.objects.update(state=State.NEW)
    centre.slowness = 0.3
    with Workers(places, concurrency=2) as workers:
        hand_out()
        until(lambda: set(states()) == {State.SUCCEEDED}, 90, lambda: f"all are done {states()}\n{workers.log}")
    assert complete(stack)
    assert len(centre.asked) < 8
    assert not RequestSource.objects.exclude(ahead_with=None).exists()


def test_a_source_that_has_nothing_passes_all_of_them_on_together(gappy: Site, new_centre) -> None:
    poor, rich = new_centre(), new_centre()
    rich.holdings = [Holding(stream, START, END) for stream in CHANNELS]
    gappy.source("poor", poor.url, 1, availability=False)
    gappy.source("rich", rich.url, 2, availability=False)
    gappy.update(START, END)
    assert {request.state for request in gappy.run_all()} == {State.SUCCEEDED}
    assert [len(lines(question)) for question in poor.asked + rich.asked] == [12, 12]
    assert complete(gappy)


def test_a_part_that_is_empty_means_that_it_has_nothing_of_this(gappy: Site, centre: Centre) -> None:
    centre.holdings = [Holding(stream, START, END) for stream in CHANNELS[:3]]
    gappy.source("IPGP", centre.url, availability=False)
    gappy.update(START, END)
    requests = gappy.run_all()
    assert [request.state for request in requests] == 2 * (3 * [State.SUCCEEDED] + 3 * [State.NO_DATA])
    assert told(requests[3].pk) == [("no_data", f"nothing came with request {requests[0].pk}")]
    assert len(centre.asked) == 1


def test_requests_of_a_multiplexed_station_and_forced_ones_go_along(gappy: Site, centre: Centre) -> None:
    """What is forced is replaced, whichever question brought it."""
    set_multiplexing(actor=ACTOR, by=None, stations=Station.objects.filter(name="RER"), on=True)
    gappy.source("IPGP", centre.url)
    centre.holdings = [Holding(stream, START, END, shift=1_000_000) for stream in CHANNELS]
    gappy.update(START, END)
    forced = (START + 30 * MINUTE, START + 35 * MINUTE)
    stream = gappy.stream(CHANNELS[0])
    completion.ask(actor=ACTOR, by=None, streams=[stream], start_ns=forced[0], end_ns=forced[1], force=True)
    requests = gappy.run_all()
    assert {request.state for request in requests} == {State.SUCCEEDED} and len(requests) == 9
    assert [len(lines(question)) for question in centre.asked] == [13]
    assert not any(gappy.gaps(START, END, stream) for stream in CHANNELS)
    replaced = [value for time, value in gappy.samples(*forced, CHANNELS[0]).items()]
    assert min(replaced) >= 1_000_000


def test_only_those_go_along_that_wait_and_would_ask_just_this_source(stack: Site, centre: Centre) -> None:
    first, held, later, refused, alone, runs, elsewhere, *rest = numbers()
    Request.objects.filter(pk=held).update(state=State.ON_HOLD)
    Request.objects.filter(pk=later).update(state=State.RETRY_WAIT, not_before=clock.now() + timedelta(minutes=1))
    RequestSource.objects.filter(request=refused).update(outcome="permanent")
    RequestSource.objects.filter(request=alone).update(alone=True)
    assert transitions.claim(runs, "another")
    Source.objects.update(priority=2)
    better = stack.any_source("disk", "LOCAL_DIR", {"path": str(stack.root.parent)}, 1, availability=False)
    RequestSource.objects.create(request_id=elsewhere, source=better)
    assert run(first) == State.SUCCEEDED
    assert len(lines(centre.asked[0])) == 1 + len(rest)


# --- limits -----------------------------------------------------------------------------------------------


def test_a_question_is_no_longer_than_so_many_channel_days(stack: Site, centre: Centre, monkeypatch) -> None:
    monkeypatch.setattr(FdsnWs, "CAPABILITIES", replace(FdsnWs.CAPABILITIES, channel_days=5.5 * LINE_DAYS))
    stack.run_all()
    assert [len(lines(question)) for question in centre.asked] == [5, 5, 2]
    assert complete(stack)


def test_a_question_has_no_more_than_so_many_lines(stack: Site, centre: Centre, monkeypatch) -> None:
    monkeypatch.setattr(companions, "MOST_LINES", 5)
    stack.run_all()
    assert [len(lines(question)) for question in centre.asked] == [5, 5, 2]


def test_a_slow_line_and_a_small_limit_make_small_questions(stack: Site, centre: Centre, settings) -> None:
    settings.SOURCE_MAX_BYTES = round(4.5 * LINE_DAYS * 2 * companions.DAY_BYTES)
    stack.run_all()
    assert [len(lines(question)) for question in centre.asked] == [4, 4, 4]
    Source.objects.update(limit_rate=1)
    settings.SOURCE_MAX_SECONDS = round(2.5 * LINE_DAYS * 2 * companions.DAY_BYTES / 1000)
    assert companions._most_days(Source.objects.get()) == pytest.approx(2.5 * LINE_DAYS, rel=0.01)


def test_too_large_an_answer_is_asked_for_in_halves_and_fills_all(stack: Site, centre: Centre) -> None:
    centre.mood, centre.largest_answer = "too_large", 50_000
    assert {request.state for request in stack.run_all()} == {State.SUCCEEDED}
    sizes = [len(lines(question)) for question in centre.asked]
    assert sizes[:2] == [12, 6] and len(sizes) < 12
    assert complete(stack)


# --- when it goes wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, b"what is that?"), State.FAILED),
        ((403, b"restricted"), State.FAILED),
        ((413, b"too much"), State.FAILED),
        ((200, PAGE), State.RETRY_WAIT),
    ],
    ids=["bad", "restricted", "too_large", "html"],
)
def test_a_line_the_source_does_not_like_harms_only_its_own_request(
    stack: Site, centre: Centre, answer: tuple[int, bytes], state: State
) -> None:
    poisoned = CHANNELS[4]
    centre.poison, centre.poisoned = f"RER 00 {poisoned.channel}", answer
    requests = stack.run_all()
    expected = [state if request.label == str(poisoned) else State.SUCCEEDED for request in requests]
    assert [request.state for request in requests] == expected
    assert {request.tries for request in requests} == {1}
    assert [outcome for outcome, _ in told(requests[0].pk)] == [told(requests[0].pk)[0][0], "ok"]
    assert complete(stack, poisoned)
    source = Source.objects.get()
    assert source.paused_until is None and source.consecutive_failures <= 2


def test_a_line_at_which_the_source_breaks_costs_one_try_of_the_others_at_most(
    stack: Site, centre: Centre
) -> None:
    """Status 500 may be the source itself: it counts once, and after that each of them asks alone."""
    poisoned = CHANNELS[4]
    centre.poison, centre.poisoned = f"RER 00 {poisoned.channel}", (500, b"oh")
    first, *others = stack.run_all()
    assert (first.state, first.failures) == (State.RETRY_WAIT, 1)
    assert run(first.pk) == State.SUCCEEDED
    bad = [one.label == str(poisoned) for one in others]
    assert [one.state == State.RETRY_WAIT for one in others] == bad and sum(bad) == 2
    assert complete(stack, poisoned)
    assert Source.objects.get().paused_until is None


def test_of_a_federation_one_data_centre_that_is_down_fails_only_what_it_holds(
    gappy: Site, centre: Centre
) -> None:
    centre.holdings = [Holding(stream, START, END) for stream in CHANNELS]
    with routing({"PF PRO": centre.url, "PF RER": "http://127.0.0.1:1"}) as url:
        source = gappy.any_source("EIDA", "EIDA", {"url": url}, availability=False)
        gappy.update(START, END)
        requests = gappy.run_all()
    expected = 2 * (3 * [State.SUCCEEDED] + 3 * [State.RETRY_WAIT])
    assert [request.state for request in requests] == expected
    assert {request.tries for request in requests} == {1}
    source.refresh_from_db()
    assert source.paused_until is None
    assert complete(gappy, *CHANNELS[3:])


def test_a_busy_source_counts_one_failure_and_is_asked_together_again(stack: Site, centre: Centre) -> None:
    centre.mood = "busy"
    first, second, *_ = numbers()
    assert run(first) == State.RETRY_WAIT
    assert (len(centre.asked), Source.objects.get().consecutive_failures) == (1, 1)
    assert not RequestSource.objects.exclude(ahead_with=None, alone=False).exists()
    centre.mood = "well"
    assert run(second) == State.SUCCEEDED
    assert len(lines(centre.asked[1])) == 11  # the first one has to wait


def test_a_cut_answer_is_asked_for_again_without_the_others(stack: Site, centre: Centre) -> None:
    moods = iter(["cut_quietly", "well"])

    def next_mood() -> None:
        centre.mood = next(moods, "well")

    centre.meanwhile = next_mood
    first = numbers()[0]
    assert run(first) == State.SUCCEEDED
    assert [len(lines(question)) for question in centre.asked] == [12, 1]
    assert [outcome for outcome, _ in told(first)] == ["temporary", "ok"]


def test_a_source_that_is_paused_is_not_prepared_for(stack: Site, centre: Centre) -> None:
    Source.objects.update(paused_until=clock.now() + timedelta(minutes=5))
    assert run(numbers()[0]) == State.RETRY_WAIT
    assert centre.asked == []


def test_lies_about_one_request_are_found_by_its_own_check(stack: Site, centre: Centre) -> None:
    """The samples of one channel cannot be read; the other requests have theirs all the same."""
    liar = CHANNELS[5]
    before = stack.bytes()
    centre.holdings = [Holding(stream, START, END, spoilt=stream == liar) for stream in CHANNELS]
    requests = stack.run_all()
    expected = [request.label != str(liar) for request in requests]
    assert [request.state == State.SUCCEEDED for request in requests] == expected
    after = stack.bytes()
    assert all(after[name] == data for name, data in before.items() if str(liar) in name)
    assert complete(stack, liar)


# --- answers that came ahead ------------------------------------------------------------------------------


def lost(note: Path, records: Path) -> None:
    note.unlink()


def without_records(note: Path, records: Path) -> None:
    records.unlink()


def half_a_note(note: Path, records: Path) -> None:
    note.write_bytes(note.read_bytes()[:100])


def half_the_records(note: Path, records: Path) -> None:
    records.write_bytes(records.read_bytes()[:1024])


def other_records(note: Path, records: Path) -> None:
    data = bytearray(records.read_bytes())
    data[100] ^= 1
    records.write_bytes(data)


def changed(note: Path, **told: object) -> None:
    note.write_text(json.dumps(json.loads(note.read_text()) | told))


def too_old(note: Path, records: Path) -> None:
    changed(note, at_ns=json.loads(note.read_text())["at_ns"] - 601 * SECOND)


def of_tomorrow(note: Path, records: Path) -> None:
    changed(note, at_ns=json.loads(note.read_text())["at_ns"] + DAY)


def for_less(note: Path, records: Path) -> None:
    (code, start, end), *_ = json.loads(note.read_text())["asked"]
    changed(note, asked=[[code, start, end - SECOND]])


def strange(note: Path, records: Path) -> None:
    changed(note, asked="everything")


def of_another_address(note: Path, records: Path) -> None:
    changed(note, parameters={"url": "http://another"})


@pytest.mark.parametrize(
    "harm",
    [
        lost,
        without_records,
        half_a_note,
        half_the_records,
        other_records,
        too_old,
        of_tomorrow,
        for_less,
        strange,
        of_another_address,
    ],
)
def test_without_a_sound_answer_a_request_asks_itself(
    stack: Site, centre: Centre, harm: Callable[[Path, Path], None]
) -> None:
    first, second, *_ = numbers()
    run(first)
    (note,) = places.ahead(second).glob("*.json")
    harm(note, note.with_suffix(".mseed"))
    assert run(second) == State.SUCCEEDED
    assert [len(lines(question)) for question in centre.asked] == [12, 1]
    assert [outcome for outcome, _ in told(second)] == ["ok"]
    assert not list(places.ahead(second).iterdir())


def test_only_what_is_still_missing_of_it_is_used(stack: Site, centre: Centre) -> None:
    first, second, *_ = numbers()
    run(first)
    stack.holds(CHANNELS[1], (GAPS[0][0], GAPS[0][0] + MINUTE))
    stack.gaps(START, END)
    assert run(second) == State.SUCCEEDED
    assert (len(centre.asked), list(stack.samples(START, END, CHANNELS[1]).values())[:100]) == (
        1,
        values(START, 100).tolist(),
    )


def test_nothing_of_it_is_left_when_requests_are_not_kept(stack: Site, centre: Centre) -> None:
    stack.configure(debug_mode=False)
    stack.run_all()
    assert len(centre.asked) == 1 and not Request.objects.exists()
    assert [path for path in places.root().rglob("*") if path.is_file()] == []


# --- while the question is under way ----------------------------------------------------------------------


def meanwhile(centre: Centre, work: Callable[[], None]) -> None:
    """Done once, by somebody else, before the first question is answered."""

    def once() -> None:
        centre.meanwhile = lambda: None
        try:
            work()
        finally:
            connection.close()

    centre.meanwhile = once


def test_while_it_is_asked_for_others_they_are_neither_handed_out_nor_asked_for_twice(
    stack: Site, centre: Centre
) -> None:
    Request.objects.update(state=State.NEW)
    first, second, *_ = numbers()
    seen: list[object] = []

    def another_worker() -> None:
        seen.append(RequestSource.objects.filter(ahead_with=first).count())
        seen.append(hand_out())
        seen.append(run(second))

    meanwhile(centre, another_worker)
    assert run(first) == State.SUCCEEDED
    assert seen == [11, 0, State.SUCCEEDED]
    assert [len(lines(question)) for question in centre.asked] == [12, 1]
    assert hand_out() == 10
    stack.run_all()
    assert (len(centre.asked), complete(stack)) == (2, True)


def test_what_is_deleted_or_cancelled_meanwhile_gets_nothing(stack: Site, centre: Centre) -> None:
    first, second, third, *_ = numbers()

    def operator() -> None:
        actions.set_state(actor=ACTOR, by=None, pks=[second, third], to="cancelled")
        actions.delete(actor=ACTOR, by=None, pks=[second])

    meanwhile(centre, operator)
    assert run(first) == State.SUCCEEDED
    assert not any(path.is_file() for pk in (second, third) for path in places.ahead(pk).rglob("*"))
    assert states()[1] == State.CANCELLED


def test_a_question_that_is_cancelled_lets_the_others_go(stack: Site, centre: Centre, settings) -> None:
    settings.ARCHIVE_LEASE_SECONDS = 0.3
    centre.slowness = 2.0
    first, second, *_ = numbers()
    meanwhile(centre, lambda: actions.set_state(actor=ACTOR, by=None, pks=[first], to="cancelled") and None)
    assert run(first) is None
    assert not RequestSource.objects.exclude(ahead_with=None).exists()
    centre.slowness = 0.0
    assert run(second) == State.SUCCEEDED
    assert len(lines(centre.asked[1])) == 11
