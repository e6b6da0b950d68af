"""Readers of the environment: a wrong value names its variable, a secret is made once."""

import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from sealog import env
from sealog.env import WrongSetting

NAME = "SEALOG_OF_A_TEST"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """`given(text)` sets the variable, `given(None)` unsets it."""

    def give(text: str | None) -> None:
        monkeypatch.delenv(NAME, raising=False) if text is None else monkeypatch.setenv(NAME, text)

    give(None)
    return give


@pytest.mark.parametrize(("text", "read"), [(None, "x"), ("", "x"), ("  ", "x"), (" a b ", "a b")])
def test_an_empty_text_counts_as_unset(given, text: str | None, read: str) -> None:
    given(text)
    assert env.text(NAME, "x") == read


def test_networks_are_checked(given) -> None:
    given("10.0.0.0/8, 192.168.1.7,fd00::/8")
    assert env.networks(NAME) == ["10.0.0.0/8", "192.168.1.7", "fd00::/8"]
    given(None)
    assert env.networks(NAME, ("127.0.0.0/8",)) == ["127.0.0.0/8"]
    given("10.0.0.0/8,ship")
    with pytest.raises(WrongSetting, match=r"SEALOG_OF_A_TEST must hold networks .* not 'ship'"):
        env.networks(NAME)


@pytest.mark.parametrize("text", ["1", "true", "Yes", "ON", " on "])
def test_a_flag_is_on(given, text: str) -> None:
    given(text)
    assert env.flag(NAME) is True


@pytest.mark.parametrize("text", ["0", "false", "No", "OFF"])
def test_a_flag_is_off_whatever_its_default(given, text: str) -> None:
    given(text)
    assert env.flag(NAME, default=True) is False


@pytest.mark.parametrize("text", [None, "", " "])
def test_a_flag_that_is_not_set_has_its_default(given, text: str | None) -> None:
    given(text)
    assert env.flag(NAME, default=True) is True
    assert env.flag(NAME) is False


@pytest.mark.parametrize(("text", "read"), [(None, 7), ("", 7), ("1", 1), (" 10 ", 10), ("007", 7)])
def test_a_number_is_read_within_its_bounds(given, text: str | None, read: int) -> None:
    given(text)
    assert env.integer(NAME, 7, least=1, most=10) == read


def test_a_negative_number_is_read_where_it_is_allowed(given) -> None:
    given("-5")
    assert env.integer(NAME, 0, least=-10) == -5


@pytest.mark.parametrize(
    ("text", "words"), [(None, ["d"]), ("", ["d"]), (" , ", ["d"]), ("a", ["a"]), (" a , b c,,", ["a", "b c"])]
)
def test_words_are_parted_by_commas(given, text: str | None, words: list[str]) -> None:
    given(text)
    assert env.words(NAME, ("d",)) == words


def test_a_choice_is_one_of_its_words_and_the_first_by_default(given) -> None:
    assert env.choice(NAME, ("owner", "anyone")) == "owner"
    given("anyone")
    assert env.choice(NAME, ("owner", "anyone")) == "anyone"


WRONG: list[tuple[str, Callable[[], Any]]] = [
    ("maybe", lambda: env.flag(NAME)),
    ("2", lambda: env.flag(NAME)),
    ("0", lambda: env.integer(NAME, 5, least=1)),
    ("11", lambda: env.integer(NAME, 5, most=10)),
    ("ten", lambda: env.integer(NAME, 5)),
    ("1.5", lambda: env.integer(NAME, 5)),
    ("--5", lambda: env.integer(NAME, 5, least=-10)),
    ("5-5", lambda: env.integer(NAME, 5)),
    ("\u00b2", lambda: env.integer(NAME, 5)),
    ("1" * 5000, lambda: env.integer(NAME, 5)),
    ("Owner", lambda: env.choice(NAME, ("owner", "anyone"))),
]


@pytest.mark.parametrize(("text", "read"), WRONG, ids=[text[:10] for text, _ in WRONG])
def test_a_wrong_value_names_its_variable(given, text: str, read: Callable[[], Any]) -> None:
    given(text)
    with pytest.raises(WrongSetting, match=NAME):
        read()


def test_a_wrong_value_stops_the_start_with_its_name(tmp_path: Path) -> None:
    code = "import os; os.environ['SEALOG_PORT'] = 'http'; import sealog.settings"
    wanted = {"SEALOG_DATA_DIR": str(tmp_path), "PATH": ""}
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=wanted, check=False)
    assert ended.returncode != 0
    assert "SEALOG_PORT must be a whole number from 1 to 65535, not 'http'" in ended.stderr


def test_a_demo_with_well_known_passwords_is_never_open_to_the_network(tmp_path: Path) -> None:
    wanted = {"SEALOG_DATA_DIR": str(tmp_path), "SEALOG_DEMO": "1", "SEALOG_BIND": "0.0.0.0", "PATH": ""}
    start = [sys.executable, "-c", "import sealog.settings"]
    ended = subprocess.run(start, capture_output=True, text=True, env=wanted, check=False)
    assert ended.returncode != 0
    assert "SEALOG_DEMO" in ended.stderr


def test_a_given_secret_is_used_and_no_file_is_made(given, tmp_path: Path) -> None:
    given("from outside")
    assert env.secret(NAME, tmp_path) == "from outside"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_made_once_long_and_for_its_owner_only(given, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "secrets"
    made = env.secret(NAME, folder)
    (file,) = folder.iterdir()
    assert len(made) >= 48
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert env.secret(NAME, folder) == made
    assert env.secret("SEALOG_ANOTHER", folder) != made


def _secret_of(folder: str) -> str:
    return env.secret(NAME, Path(folder))


def test_processes_that_start_together_end_with_one_secret(given, tmp_path: Path) -> None:
    # Not by fork: a lock that a thread of another test holds at that moment would stay locked for ever.
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for attempt in range(10):
            folder = str(tmp_path / str(attempt))
            assert len(set(pool.map(_secret_of, [folder] * 4))) == 1
            assert len(list(Path(folder).iterdir())) == 1


def test_threads_that_start_together_end_with_one_secret(given, tmp_path: Path) -> None:
    gate = threading.Barrier(8)

    def read(_: int) -> str:
        gate.wait()
        return env.secret(NAME, tmp_path)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(read, range(8)))) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_database_url_is_taken_apart() -> None:
    read = env.database("postgresql://ana:p%40ss%2Fword%3A@db.example:6432/sea%20log")
    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "sea log",
        "USER": "ana",
        "PASSWORD": "p@ss/word:",
        "HOST": "db.example",
        "PORT": "6432",
    }


def test_the_folder_of_a_unix_socket_keeps_its_capital_letters() -> None:
    read = env.database("postgresql://ana:x@%2FHome%2FANA%2FSea%20Log/sealog")
    assert (read["HOST"], read["PORT"]) == ("/Home/ANA/Sea Log", "")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sealog",
        "mysql://host/name",
        "sqlite:///file",
        "postgresql://host",
        "postgresql://host/",
        "//host/name",
    ],
)
def test_what_is_no_database_url_names_the_variable(url: str) -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        env.database(url)


@pytest.mark.parametrize(
    "url", ["postgresql://host:port/name", "postgresql://host:99999/name", "postgresql://[host/name"]
)
def test_a_wrong_port_or_host_names_the_variable(url: str) -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        env.database(url)


def test_an_ip6_host_is_read_without_its_brackets() -> None:
    read = env.database("postgresql://ana:x@[::1]:5432/sealog")
    assert (read["HOST"], read["PORT"]) == ("::1", "5432")
