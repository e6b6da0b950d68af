"""How well a source is: a circuit breaker that pauses it after failures in a row and probes it now and then."""

import logging
from datetime import timedelta

from django.db.models import F

from logging_core.shared import clock
from monitoring.completion.sources import telling
from monitoring.completion.sources.models import Source, SourceOnlineStat
from monitoring.logs.book import Book
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble

MOST_FAILURES = 5  # in a row
PAUSE = timedelta(minutes=10)
PROBE_BYTES, PROBE_SECONDS = 100_000, 20.0
book = Book("plugins")


def check(source: Source) -> bool:
    """Ask whether it is online, and remember the answer."""
    try:
        source.plugin.probe(Limits(PROBE_BYTES, PROBE_SECONDS))
    except Trouble as problem:
        failed(source, problem)
        return False
    well(source)
    return True


def well(source: Source) -> None:
    """It answered: the breaker closes."""
    now = clock.now()
    told = {
        "last_checked": now,
        "last_ok": now,
        "is_online": True,
        "consecutive_failures": 0,
        "paused_until": None,
    }
    _keep(source, **told)


def failed(source: Source, problem: Trouble) -> None:
    """It did not answer as it should. Only temporary failures open the breaker: others are about the question."""
    if problem.outcome is Outcome.NO_DATA:
        return well(source)
    now = clock.now()
    told = {"last_checked": now, "last_error": problem.message[:1000]}
    if problem.outcome is Outcome.TEMPORARY:
        _keep(source, **told, consecutive_failures=F("consecutive_failures") + 1, is_online=False)
        _count_day(source)
        if source.consecutive_failures >= MOST_FAILURES:
            _keep(source, paused_until=now + PAUSE)
    else:
        _keep(source, **told)
    passing = problem.outcome is Outcome.TEMPORARY and source.consecutive_failures < MOST_FAILURES
    level = logging.WARNING if passing else logging.ERROR
    telling.tell(book, source, level, f"{source.name}: {problem.message}")
    return None


def paused(source: Source) -> float:
    """Seconds until it may be asked again; 0 when it may be asked now.

    When the pause is over one caller probes it: the pause is set anew before the probe, so that no other one does.
    """
    now = clock.now()
    until = source.paused_until
    if until is None:
        return 0.0
    if until > now:
        return (until - now).total_seconds()
    mine = Source.objects.filter(pk=source.pk, paused_until=until).update(paused_until=now + PAUSE)
    return 0.0 if mine and check(source) else PAUSE.total_seconds()


def _keep(source: Source, **told: object) -> None:
    """Only these columns, so that two workers do not write over each other or over an operator."""
    Source.objects.filter(pk=source.pk).update(**told)
    source.refresh_from_db(fields=list(told))


def _count_day(source: Source) -> None:
    stat, _ = SourceOnlineStat.objects.get_or_create(source=source, day=clock.now().date())
    SourceOnlineStat.objects.filter(pk=stat.pk).update(daily_failure=F("daily_failure") + 1)
