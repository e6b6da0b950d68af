import pytest
from django.core.management import CommandError, call_command

from tests.logging_core.automation.asnap.switching import snapshots

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("names", [("--start-ts", "--stop-ts"), ("--start_ts", "--stop_ts")])
def test_it_fills_between_two_times(capsys, names) -> None:
    start, stop = names
    call_command("asnap", start, "2026-03-14T12:00:00Z", stop, "2026-03-14T12:00:20Z", "-i", "10")
    assert snapshots() == ["12:00:00.000", "12:00:10.000", "12:00:20.000"]
    assert "3 made" in capsys.readouterr().out


def test_the_stop_is_now_and_the_interval_the_one_that_is_set() -> None:
    with pytest.raises(CommandError, match="at most"):
        call_command("asnap", "--start-ts", "2016-03-14T12:00:00Z")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--start-ts", "yesterday"), "--start-ts must be in ISO 8601"),
        (("--start-ts", "2026-03-14T12:00Z", "--stop-ts", "2026-03-14T11:00Z"), "before the start"),
        (("--start-ts", "2026-03-14T12:00Z", "-i", "0"), "interval"),
        ((), "--start-ts"),
    ],
)
def test_what_makes_no_sense_is_refused(words, said) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("asnap", *words)
