"""From a gap to a complete archive, with data centres that are well and unwell, over real HTTP."""

import pytest

from monitoring.completion.stack.models import Gap, Request, RequestHistory
from monitoring.completion.stack.states import GapState, State
from tests.monitoring.centre import Holding
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, SECOND, at, values

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

START = at("2024-05-10T00:00:00")
END = START + 6 * HOUR
GAP = (START + 2 * HOUR, START + 3 * HOUR)


@pytest.fixture
def gappy(site: Site) -> Site:
    """Six hours with one hour missing."""
    site.holds(RER, (START, GAP[0]), (GAP[1], END))
    return site


def everything(start: int, end: int, shift: int = 0) -> list[int]:
    return values(start, 20 * (end - start) // SECOND, shift=shift).tolist()


def test_a_gap_is_found_asked_for_and_filled_to_the_sample(gappy: Site, centre) -> None:
    centre.holdings = [Holding(RER, START, END)]
    gappy.source("IPGP", centre.url)
    report = gappy.update(START, END)
    assert (report.gaps, report.gap_seconds, report.requests["new"]) == (1, 3600.0, 1)
    (request,) = gappy.run_all()
    assert (request.state, request.reason, request.tries) == (State.SUCCEEDED, "complete", 1)
    assert gappy.gaps(START, END) == []
    assert list(gappy.samples(START, END).values()) == everything(START, END)
    assert Gap.objects.get().state == GapState.ARCHIVED
    assert "PF RER -- HHZ 2024-05-10T01:59:59.000000 2024-05-10T03:00:01.000000" in centre.asked[0]


def test_a_complete_stream_makes_no_request(site: Site, centre) -> None:
    site.holds(RER, (START, END))
    site.source("IPGP", centre.url)
    report = site.update(START, END)
    assert (report.gaps, report.requests) == (0, {"new": 0, "renewed": 0, "kept": 0})
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "mood", ["html", "cut", "cut_quietly", "foreign", "down", "busy", "bad", "locked", "inside"]
)
def test_what_is_no_data_never_reaches_the_archive(gappy: Site, centre, mood: str) -> None:
    before = gappy.bytes()
    centre.holdings, centre.mood = [Holding(RER, START, END)], mood
    centre.inventory = mood != "down"
    gappy.source("IPGP", centre.url, availability=False)
    gappy.update(START, END)
    (request,) = gappy.run_all()
    assert request.state not in (State.SUCCEEDED, State.PARTIAL)
    assert (gappy.bytes(), gappy.gaps(START, END)) == (before, [GAP])
    told = RequestHistory.objects.filter(number=request.pk).exclude(outcome="").values_list("reason", flat=True)
    expected = {
        "html": "not_miniseed",
        "cut": "cut",
        "cut_quietly": "cut",
        "foreign": "",
        "down": "cut",
        "busy": "busy",
        "bad": "bad_request",
        "locked": "refused",
        "inside": "host_not_allowed",
    }
    assert list(told) == [expected[mood]]


def test_an_endless_answer_is_cut_off_at_the_limit(gappy: Site, centre, settings) -> None:
    settings.SOURCE_MAX_BYTES = 3_000_000
    before = gappy.bytes()
    centre.holdings, centre.mood = [Holding(RER, START, END)], "endless"
    gappy.source("IPGP", centre.url)
    gappy.update(START, END)
    (request,) = gappy.run_all()
    assert (request.state, request.reason) == (State.FAILED, "too_large")
    assert centre.sent < 20_000_000
    assert gappy.bytes() == before
    kept = sum(path.stat().st_size for path in gappy.root.parent.rglob("answer.mseed"))
    assert kept <= 3_000_000


def test_an_answer_that_hangs_is_given_up(gappy: Site, centre, monkeypatch) -> None:
    monkeypatch.setattr("monitoring.web.client.READ", 0.3)
    centre.holdings, centre.mood = [Holding(RER, START, END)], "hanging"
    gappy.source("IPGP", centre.url)
    gappy.update(START, END)
    (request,) = gappy.run_all()
    assert (request.state, request.reason) == (State.RETRY_WAIT, "timeout")


def test_an_answer_that_would_be_too_large_is_asked_for_in_halves(gappy: Site, centre) -> None:
    centre.holdings, centre.mood, centre.largest_answer = [Holding(RER, START, END)], "too_large", 40_000
    gappy.source("IPGP", centre.url)
    gappy.update(START, END)
    (request,) = gappy.run_all()
    assert request.state == State.SUCCEEDED
    assert len(centre.asked) > 3
    assert list(gappy.samples(START, END).values()) == everything(START, END)


def test_the_source_says_when_to_come_back(gappy: Site, centre) -> None:
    centre.holdings, centre.mood = [Holding(RER, START, END)], "slow_down"
    gappy.source("IPGP", centre.url)
    gappy.update(START, END)
    (request,) = gappy.run_all()
    asked_at = RequestHistory.objects.filter(number=request.pk, outcome="temporary").get().at
    assert request.state == State.RETRY_WAIT
    assert (request.not_before - asked_at).total_seconds() >= 119


def test_three_sources_each_fill_what_the_better_ones_leave(site: Site, new_centre) -> None:
    """Each sample comes from the best source that has it; what the archive has stays byte for byte."""
    site.holds(RER, (START, GAP[0]), (GAP[1], END))
    before = site.bytes()
    first, second, third = new_centre(), new_centre(), new_centre()
    quarter = HOUR // 4
    first.holdings = [Holding(RER, GAP[0] + quarter, GAP[0] + 2 * quarter, shift=1_000_000)]
    second.holdings = [Holding(RER, START, GAP[0] + 3 * quarter, shift=2_000_000)]
    third.holdings = [Holding(RER, START, END, shift=3_000_000)]
    for priority, centre in enumerate((first, second, third), start=1):
        site.source(f"S{priority}", centre.url, priority)
    site.update(START, END)
    (request,) = site.run_all()
    assert request.state == State.SUCCEEDED
    origin = [value // 1_000_000 for value in site.samples(START, END).values()]
    part = 20 * 900
    assert origin == [0] * (20 * 7200) + [2] * part + [1] * part + [2] * part + [3] * part + [0] * (20 * 3 * 3600)
    assert site.gaps(START, END) == []
    old = next(iter(before.values()))
    new = next(iter(site.bytes().values()))
    assert all(old[place : place + 4096] in new for place in range(0, len(old), 4096))
    assert len(third.asked[0].splitlines()) == 1  # only what was still missing


def test_the_third_source_is_not_asked_for_what_the_first_gave(gappy: Site, new_centre) -> None:
    first, second = new_centre(), new_centre()
    first.holdings = second.holdings = [Holding(RER, START, END)]
    gappy.source("first", first.url, 1)
    gappy.source("second", second.url, 2)
    gappy.update(START, END)
    gappy.run_all()
    assert (len(first.asked), len(second.asked)) == (1, 0)


def test_forced_data_replace_what_is_there(site: Site, centre) -> None:
    from monitoring.completion import actions
    from tests.monitoring.setup import ACTOR

    site.holds(RER, (START, END))
    centre.holdings = [Holding(RER, START, END, shift=1_000_000)]
    site.source("IPGP", centre.url)
    asked = {"streams": [site.stream()], "start_ns": GAP[0], "end_ns": GAP[1]}
    assert actions.ask(actor=ACTOR, by=None, **asked) == []
    actions.ask(actor=ACTOR, by=None, force=True, **asked)
    (request,) = site.run_all()
    assert request.state == State.SUCCEEDED
    found = site.samples(START, END)
    assert site.gaps(START, END) == []
    assert {value >= 1_000_000 for time, value in found.items() if GAP[0] <= time < GAP[1]} == {True}
    assert {value >= 1_000_000 for time, value in found.items() if not GAP[0] <= time < GAP[1]} == {False}


def test_finished_requests_go_unless_they_are_to_be_kept(gappy: Site, centre) -> None:
    centre.holdings = [Holding(RER, START, END)]
    gappy.source("IPGP", centre.url)
    gappy.configure(debug_mode=False)
    gappy.update(START, END)
    gappy.run_all()
    assert not Request.objects.exists()
    assert RequestHistory.objects.filter(state_to=State.SUCCEEDED).exists()
    assert not list(gappy.root.parent.rglob("answer.mseed"))


def test_an_update_asks_once_for_the_same_gap(gappy: Site, centre) -> None:
    centre.mood = "busy"
    gappy.source("IPGP", centre.url, availability=False)
    assert gappy.update(START, END).requests["new"] == 1
    gappy.run_all()
    assert gappy.update(START, END).requests == {"new": 0, "renewed": 1, "kept": 0}
    assert Request.objects.count() == 1


def test_gaps_over_midnight_and_in_days_without_file_are_filled(site: Site, centre) -> None:
    """Three hours over midnight; a stream without any file; a leap-second day; the end of a year."""
    for start in (at("2024-02-28T22:30:00"), at("2016-12-31T22:30:00")):
        end = start + 3 * HOUR
        centre.holdings = [Holding(RER, start - HOUR, end + HOUR)]
        if not site.stream().sources.exists():
            site.source("IPGP", centre.url)
        site.update(start, end)
        site.run_all()
        assert site.gaps(start, end) == []
        assert list(site.samples(start, end).values()) == everything(start, end)
