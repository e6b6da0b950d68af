"""The one rule for gaps and overlaps."""

from dataclasses import dataclass

import pytest

from qualitycontrol.archive.sweep import sweep
from tests.qualitycontrol.archive.seismograms import SECOND


@dataclass
class Part:
    start_ns: int
    end_ns: int
    rate_hz: float = 1.0


def parts(*spans: tuple[float, float], rate: float = 1.0) -> list[Part]:
    return [Part(round(low * SECOND), round(high * SECOND), rate) for low, high in spans]


def found(segments: list[Part], start: float = 0, end: float = 100, **more):
    swept = sweep(segments, start * SECOND, end * SECOND, **more)
    as_seconds = [[(low / SECOND, high / SECOND) for low, high in spans] for spans in (swept.gaps, swept.overlaps)]
    return (*as_seconds, swept.percent)


def test_nothing_is_one_gap_over_the_window() -> None:
    assert found([]) == ([(0, 100)], [], 0.0)


def test_everything_is_none() -> None:
    assert found(parts((-5, 50), (50, 120))) == ([], [], 1.0)


def test_gaps_are_where_nothing_is() -> None:
    assert found(parts((10, 20), (30, 90))) == ([(0, 10), (20, 30), (90, 100)], [], 0.7)


def test_a_piece_sent_again_within_a_longer_one_makes_no_gap() -> None:
    assert found(parts((0, 100), (20, 30), (60, 100))) == ([], [(20, 30), (60, 100)], 1.0)


def test_the_order_of_segments_does_not_matter() -> None:
    assert found(parts((60, 100), (0, 30), (30, 60))) == ([], [], 1.0)


def test_overlaps_end_where_the_first_does() -> None:
    assert found(parts((0, 50), (40, 100))) == ([], [(40, 50)], 1.0)


def test_what_lies_outside_the_window_says_nothing() -> None:
    assert found(parts((-50, -10), (-20, 40), (120, 130)), 0, 50) == ([(40, 50)], [], 0.8)


def test_an_overlap_that_begins_before_the_window_is_cut_to_it() -> None:
    assert found(parts((-50, 30), (-20, 60)), 0, 60) == ([], [(0, 30)], 1.0)


# The stated side of the line: half a sample is no gap and no overlap, more is (B15).
@pytest.mark.parametrize("rate", [100.0, 40.0, 1.0, 0.1, 3.0, 7.0])
@pytest.mark.parametrize(("part", "is_one"), [(0.49, False), (0.50, False), (0.51, True)])
@pytest.mark.parametrize("sign", [1, -1])
def test_half_a_sample_is_the_line(rate: float, part: float, is_one: bool, sign: int) -> None:
    period = round(SECOND / rate)
    middle = 1000 * period
    step = sign * int(period * part)
    segments = [Part(0, middle, rate), Part(middle + step, 2 * middle, rate)]
    swept = sweep(segments, 0, 2 * middle)
    expected = [(middle, middle + step)] if sign > 0 else [(middle + step, middle)]
    assert (swept.gaps if sign > 0 else swept.overlaps) == (expected if is_one else [])
    assert (swept.overlaps if sign > 0 else swept.gaps) == []


def test_the_edges_of_the_window_have_the_same_tolerance() -> None:
    assert found(parts((0.5, 99.5))) == ([], [], 1.0)
    assert found(parts((0.6, 99.4)))[0] == [(0, 0.6), (99.4, 100)]


def test_the_segment_that_comes_says_how_long_a_sample_is() -> None:
    slow, fast = parts((0, 50)), parts((50.2, 100), rate=100.0)
    assert found(slow + fast)[0] == [(50, 50.2)]
    slow, fast = parts((50.2, 100)), parts((0, 50), rate=100.0)
    assert found(slow + fast)[0] == []


def test_only_epochs_are_expected() -> None:
    epochs = [(-10 * SECOND, 20 * SECOND), (60 * SECOND, 80 * SECOND)]
    assert found(parts((0, 10), (50, 70)), epochs=epochs) == ([(10, 20), (70, 80)], [], 0.5)
    assert found([], epochs=[]) == ([], [], None)


def test_five_thousand_pieces_are_quick() -> None:
    many = parts(*((n, n + 0.5) for n in range(5000)), rate=100.0)
    assert len(found(many, 0, 5000)[0]) == 5000
