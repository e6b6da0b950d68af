"""Sources that are down, or have nothing yet: gaps stay open until they are filled or come to rest."""

from datetime import timedelta

import pytest

from logging_core.shared import clock
from monitoring.completion.sources import health
from monitoring.completion.sources.models import Source, SourceOnlineStat
from monitoring.completion.stack import actions, transitions
from monitoring.completion.stack.handing_out import due, hand_out
from monitoring.completion.stack.models import Request, RequestHistory
from monitoring.completion.stack.states import State
from qualitycontrol.archive import instants
from tests.monitoring.centre import Holding
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, RER

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def recent(site: Site) -> tuple[Site, int, int]:
    """A gap of half an hour that lies in the window of analysis for days."""
    site.configure(f_analysis=1, w_analysis=100, l_analysis=0)
    end = instants.now() // HOUR * HOUR - 10 * HOUR
    start = end - 2 * HOUR
    site.holds(RER, (start, start + HOUR), (start + HOUR + HOUR // 2, end))
    return site, start, end


def one(site: Site) -> Request:
    (request,) = site.run_all()
    return request


def test_a_source_that_is_down_and_then_up_fills_the_gap(recent, centre) -> None:
    site, start, end = recent
    centre.mood = "down"
    centre.holdings = [Holding(RER, start, end)]
    source = site.source("IPGP", centre.url)
    assert site.update(start, end).sources == {"IPGP": False}
    request = one(site)
    assert (request.state, request.failures) == (State.RETRY_WAIT, 1)
    assert request.not_before > clock.now()
    assert not due().exists()
    assert len(site.gaps(start, end)) == 1

    centre.mood = "well"
    request = one(site)
    assert (request.state, request.tries) == (State.SUCCEEDED, 2)
    assert site.gaps(start, end) == []
    source.refresh_from_db()
    assert (source.is_online, source.consecutive_failures) == (True, 0)


@pytest.mark.parametrize(
    ("kind", "lifespan", "tries", "reason"), [("n", 3, 3, "tries_used_up"), ("p", 2, 3, "lifespan_over")]
)
def test_both_policies_end_on_hold_with_the_reason(recent, centre, kind, lifespan, tries, reason) -> None:
    site, start, end = recent
    site.configure(request_lifespan_type=kind, request_lifespan=lifespan)
    centre.mood = "busy"
    site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    for number in range(tries):
        made = clock.now() - timedelta(hours=number)  # as if an hour had passed between the tries
        Request.objects.update(created_at=made)
        request = one(site)
    assert (request.state, request.reason, request.failures) == (State.ON_HOLD, reason, tries)
    assert "status 503" in request.message
    assert one(site).tries == tries  # at rest it is not run
    assert site.update(start, end).requests == {"new": 0, "renewed": 0, "kept": 1}


def test_what_nobody_has_yet_is_asked_for_while_it_lies_in_the_window(recent, centre) -> None:
    site, start, end = recent
    centre.mood = "empty"
    site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    request = one(site)
    assert (request.state, request.reason, request.failures) == (State.RETRY_WAIT, "no_data", 0)

    centre.mood, centre.holdings = "well", [Holding(RER, start, end)]
    assert one(site).state == State.SUCCEEDED
    assert site.gaps(start, end) == []


def test_what_nobody_had_until_it_left_the_window_ends_without_data(recent, centre) -> None:
    site, start, end = recent
    centre.mood = "empty"
    site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    assert one(site).state == State.RETRY_WAIT
    site.configure(w_analysis=2)
    request = one(site)
    assert (request.state, request.reason, request.message) == (State.NO_DATA, "no_data", "nobody has it")


def test_a_part_that_came_stays_and_the_rest_is_asked_for_again(recent, centre) -> None:
    site, start, end = recent
    gap = (start + HOUR, start + HOUR + HOUR // 2)
    centre.holdings = [Holding(RER, start, gap[0] + HOUR // 4)]
    site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    assert one(site).state == State.RETRY_WAIT
    assert site.gaps(start, end) == [(gap[0] + HOUR // 4, gap[1])]
    site.configure(w_analysis=2)
    request = one(site)
    assert (request.state, request.message) == (State.PARTIAL, "part of it came, nobody has the rest")


def test_five_failures_pause_a_source_without_using_up_tries(recent, centre) -> None:
    site, start, end = recent
    site.configure(request_lifespan=50)
    centre.mood = "busy"
    source = site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    for _ in range(5):
        request = one(site)
    source.refresh_from_db()
    assert (source.consecutive_failures, request.failures, len(centre.asked)) == (5, 5, 5)
    assert timedelta(minutes=9) < source.paused_until - clock.now() <= timedelta(minutes=10)
    request = one(site)
    assert (request.state, request.reason, request.failures) == (State.RETRY_WAIT, "source_paused", 5)
    assert len(centre.asked) == 5

    centre.mood, centre.holdings = "well", [Holding(RER, start, end)]
    Source.objects.update(paused_until=clock.now())
    assert one(site).state == State.SUCCEEDED
    assert SourceOnlineStat.objects.get().daily_failure == 5


def test_a_probe_that_fails_keeps_the_pause(recent, centre) -> None:
    site, *_ = recent
    source = site.source("IPGP", centre.url)
    centre.mood = "down"
    Source.objects.update(paused_until=clock.now() - timedelta(seconds=1), consecutive_failures=5)
    source.refresh_from_db()
    assert health.paused(source) > 500


def test_a_source_that_refuses_is_asked_again_only_when_an_operator_says_so(recent, centre) -> None:
    site, start, end = recent
    centre.mood = "locked"
    site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    request = one(site)
    assert (request.state, request.reason) == (State.FAILED, "refused")
    centre.mood, centre.holdings = "well", [Holding(RER, start, end)]
    assert actions.set_state(actor=ACTOR, by=None, pks=[request.pk], to="new") == 1
    assert one(site).state == State.SUCCEEDED


def test_a_source_that_says_it_has_nothing_is_not_asked_for_data(recent, centre) -> None:
    site, start, end = recent
    centre.holdings = [Holding(RER, start, start + HOUR)]
    site.source("IPGP", centre.url)
    site.update(start, end)
    assert one(site).reason == "no_data"
    assert centre.asked == []


def test_a_dead_worker_gives_its_request_back(recent, centre, settings) -> None:
    site, start, end = recent
    centre.holdings = [Holding(RER, start, end)]
    site.source("IPGP", centre.url)
    site.update(start, end)
    pk = Request.objects.get().pk
    assert transitions.claim(pk, "dead") is not None
    assert transitions.claim(pk, "other") is None
    Request.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert hand_out() == 1
    request = Request.objects.get()
    assert (request.state, request.failures) == (State.QUEUED, 1)
    assert RequestHistory.objects.filter(reason="worker_lost", state_to=State.RETRY_WAIT).exists()
    assert not transitions.heartbeat(pk, "dead")
    assert one(site).state == State.SUCCEEDED


def test_a_worker_that_lost_its_lease_changes_nothing_any_more(recent, centre) -> None:
    site, start, end = recent
    site.source("IPGP", centre.url)
    site.update(start, end)
    pk = Request.objects.get().pk
    transitions.claim(pk, "slow")
    actions.set_state(actor=ACTOR, by=None, pks=[pk], to="cancelled")
    from monitoring.completion.stack.retry import Verdict

    assert not transitions.release(pk, "slow", Verdict(State.SUCCEEDED, "complete"))
    assert Request.objects.get().state == State.CANCELLED


def test_no_more_are_handed_out_than_may_run_at_the_same_time(site: Site, centre) -> None:
    from tests.monitoring.waves import at

    start = at("2024-05-10T00:00:00")
    site.configure(n_request=3)
    site.holds(RER, *[(start + n * HOUR, start + n * HOUR + HOUR // 2) for n in range(8)])
    centre.holdings = [Holding(RER, start, start + 8 * HOUR)]
    site.source("IPGP", centre.url)
    report = site.update(start, start + 8 * HOUR)
    assert (report.requests["new"], report.queued, hand_out()) == (8, 3, 0)


def test_a_shorter_list_of_gaps_shrinks_the_waiting_request(recent, centre) -> None:
    site, start, end = recent
    centre.mood = "busy"
    site.source("IPGP", centre.url, availability=False)
    site.update(start, end)
    one(site)
    site.holds(RER, (start + HOUR, start + HOUR + HOUR // 4))
    site.update(start, end)
    request = Request.objects.get()
    assert (request.start_ns, request.end_ns) == (start + HOUR + HOUR // 4, start + HOUR + HOUR // 2)
