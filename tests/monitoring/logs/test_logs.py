import logging
from datetime import timedelta

import pytest
from django.db import transaction

from logging_core.shared import clock
from logging_core.shared.errors import NotAllowed
from monitoring.logs import actions, book, queries
from monitoring.logs.models import LogLine
from tests.monitoring.setup import ACTOR

stack = book.Book("stack")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_lines_are_stored_together_and_never_rolled_back_with_other_work(transactional_db) -> None:
    book.store()
    LogLine.objects.all().delete()
    with transaction.atomic():
        for number in range(5):
            stack.add(logging.INFO, f"line {number}", request=7)
        book.store()
        transaction.set_rollback(True)
    assert not LogLine.objects.exists()
    book.store()
    assert [line.message for line in queries.latest("stack")] == [f"line {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_problem_is_stored_with_its_trace(transactional_db) -> None:
    try:
        raise ValueError("bad\x00byte")
    except ValueError as problem:
        stack.add(logging.ERROR, str(problem), problem=problem, source="IPGP")
    book.store()
    line = queries.latest(least_level=40)[0]
    assert (line.message, line.source) == ("badbyte", "IPGP")
    assert "ValueError" in line.trace


@pytest.mark.django_db
def test_old_lines_and_too_many_go(settings) -> None:
    settings.ARCHIVE_LOG_DAYS, settings.ARCHIVE_LOG_ROWS = 10, 3
    now = clock.now()
    for age in (30, 20, 5, 4, 3, 2, 1):
        LogLine.objects.create(at=now - timedelta(days=age), logger="qc", level=20, message=str(age))
    assert actions.prune() == 4
    assert [line.message for line in queries.last_actions()] == ["1", "2", "3"]


@pytest.mark.django_db
def test_only_admins_clean_the_log(operator, people) -> None:
    with pytest.raises(NotAllowed):
        actions.clean(actor=ACTOR, by=operator, ignore=[])
    actions.clean(actor=ACTOR, by=people("admin"), ignore=[])
