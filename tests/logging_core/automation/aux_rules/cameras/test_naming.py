from datetime import datetime, timedelta, timezone

import pytest

from logging_core.automation.aux_rules.cameras import naming

MOMENT = datetime(2026, 3, 14, 23, 5, 9, 7999, tzinfo=timezone(timedelta(hours=2)))


def test_a_picture_is_named_by_the_time_of_its_event_in_utc() -> None:
    assert naming.picture_name("CAM1_", MOMENT, ".jpg") == "CAM1_20260314_210509007.jpg"


@pytest.mark.parametrize("prefix", ["../", "a/b", "a\\b", ".hidden", "-x", "a b", "a\n", "é", "x" * 61])
def test_a_prefix_cannot_lead_out_of_the_folder(prefix: str) -> None:
    assert naming.problem_of_prefix(prefix)


@pytest.mark.parametrize("suffix", ["", ".gif", ".jpg/..", "/x.jpg", ".jpg\n", ".html", ".jpg.svg"])
def test_a_suffix_is_that_of_a_picture(suffix: str) -> None:
    assert naming.problem_of_suffix(suffix)


def test_good_ones() -> None:
    assert not naming.problem_of_prefix("") and not naming.problem_of_prefix("sci_A.1-")
    assert not naming.problem_of_suffix(".jpg") and not naming.problem_of_suffix("_main.PNG")
    assert naming.fits("a_main.PNG", "PNG") and not naming.fits("a.png", "JPEG")
