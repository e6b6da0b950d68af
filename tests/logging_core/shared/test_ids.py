import re
import time
from datetime import timedelta

import pytest

from logging_core.shared import clock, ids

MOMENT = clock.parse("2026-03-14T12:00:00Z")


def test_a_new_id_is_24_lower_case_hex_digits_that_begin_with_the_time() -> None:
    made = ids.new_id()
    assert re.fullmatch(r"[0-9a-f]{24}", made)
    assert abs(int(made[:8], 16) - time.time()) < 5


def test_ten_thousand_new_ids_are_all_different() -> None:
    assert len({ids.new_id() for _ in range(10_000)}) == 10_000


def test_the_same_thing_at_the_same_time_has_the_same_id() -> None:
    assert ids.id_for(MOMENT, "ASNAP") == ids.id_for(MOMENT, "ASNAP")
    assert re.fullmatch(r"[0-9a-f]{24}", ids.id_for(MOMENT, "ASNAP"))


def test_other_things_and_other_times_have_other_ids() -> None:
    later = MOMENT + timedelta(seconds=10)
    assert len({ids.id_for(MOMENT, "ASNAP"), ids.id_for(MOMENT, "other"), ids.id_for(later, "ASNAP")}) == 3


def test_upper_case_ids_are_taken_as_lower_case() -> None:
    assert ids.normal("5981F167212B348AED7FB9F5") == "5981f167212b348aed7fb9f5"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5981f167",
        "5981f167212b348aed7fb9f5a",
        "zzzzf167212b348aed7fb9f5",
        "5981f167212b348aed7fb9f5\n",
        5,
        None,
    ],
)
def test_anything_else_is_no_id(text: object) -> None:
    with pytest.raises(ValueError, match="24 hex"):
        ids.normal(text)
