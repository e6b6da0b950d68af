from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from monitoring.completion.window import DAILY, Shape, first_run, next_run, timeline, window

NOW = datetime(2024, 5, 10, 13, 37, tzinfo=UTC)


def when(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("shape", "start", "new_from", "end"),
    [
        (Shape("hourly", 4, 8, 48), "2024-05-08T05:00", "2024-05-08T09:00", "2024-05-08T13:00"),  # the guide's
        (Shape("hourly", 1, 2, 1), "2024-05-10T10:00", "2024-05-10T11:00", "2024-05-10T12:00"),
        (Shape("hourly", 3, 3, 0), "2024-05-10T10:00", "2024-05-10T10:00", "2024-05-10T13:00"),
        (Shape("daily", 1, 2, 1), "2024-05-07T00:00", "2024-05-08T00:00", "2024-05-09T00:00"),
        (Shape("daily", 7, 30, 0, hour=5), "2024-04-10T00:00", "2024-05-03T00:00", "2024-05-10T00:00"),
    ],
)
def test_the_window_ends_a_latency_ago_and_is_as_long_as_it_is_set(
    shape: Shape, start: str, new_from: str, end: str
) -> None:
    seen = window(shape, NOW)
    assert (seen.start, seen.new_from, seen.end) == (when(start), when(new_from), when(end))


def test_missed_updates_widen_the_next_window_up_to_a_limit() -> None:
    shape = Shape("hourly", 1, 2, 1)
    end = when("2024-05-10T12:00")
    assert window(shape, NOW, end - timedelta(hours=1), 48).start == end - timedelta(hours=2)
    assert window(shape, NOW, end - timedelta(hours=10), 48).start == end - timedelta(hours=10)
    assert window(shape, NOW, end - timedelta(days=30), 48).start == end - timedelta(hours=2 + 48)


def test_each_hour_is_asked_for_length_over_frequency_times_and_none_is_left_out() -> None:
    shape = Shape("hourly", 4, 8, 48)
    times = [NOW + number * shape.period for number in range(12)]
    windows = [window(shape, time) for time in times]
    hour = windows[4].start
    assert sum(seen.start <= hour < seen.end for seen in windows) == 2
    assert all(later.new_from == earlier.end for earlier, later in pairwise(windows))


@pytest.mark.parametrize(
    ("shape", "last", "due"),
    [
        (Shape("hourly", 5, 5), "2024-05-10T20:00", "2024-05-11T01:00"),  # cron's */5 would run at midnight
        (Shape("hourly", 1, 2), "2024-05-10T13:37", "2024-05-10T14:00"),
        (Shape("daily", 2, 2, hour=6), "2024-05-31T06:00", "2024-06-02T06:00"),  # cron would start anew each month
    ],
)
def test_the_next_update_is_a_period_after_the_last(shape: Shape, last: str, due: str) -> None:
    assert next_run(shape, when(last)) == when(due)


def test_the_first_update_is_soon() -> None:
    assert first_run(Shape("hourly", 12, 12), NOW) == when("2024-05-10T14:00")
    assert first_run(Shape(DAILY, 3, 3, hour=20), NOW) == when("2024-05-10T20:00")
    assert first_run(Shape(DAILY, 3, 3, hour=6), NOW) == when("2024-05-11T06:00")


def test_the_time_line_has_no_holes() -> None:
    line = timeline(Shape("hourly", 4, 8, 48), NOW)
    assert [(part.name, part.units) for part in line] == [("past", 5), ("again", 4), ("new", 4), ("latency", 48)]
    assert all(later.start == earlier.end for earlier, later in pairwise(line))
    assert line[-1].end == when("2024-05-10T13:00")
