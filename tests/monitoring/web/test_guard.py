"""No source leads inside: addresses are judged when they are connected to."""

import socket

import pytest

from monitoring.web import guard
from monitoring.web.client import asking, fetch_text
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble


@pytest.fixture(autouse=True)
def only_public(settings) -> None:
    settings.SOURCE_HOSTS = []


def refused(url: str) -> str:
    with pytest.raises(Trouble) as problem, asking("GET", url, Limits(1000, 5)):
        pass
    assert problem.value.outcome is Outcome.PERMANENT
    return problem.value.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:0001::]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
    ],
)
def test_addresses_inside_are_refused(url: str) -> None:
    assert refused(url) == "host_not_allowed"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "http://",
        "http://me:secret@example.org/",
        "http://a:99999/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    assert refused(url) == "bad_url"


def test_a_public_name_with_a_private_address_is_refused(monkeypatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: inside)
    assert refused("http://data.example.org/") == "host_not_allowed"


def test_a_redirect_does_not_lead_inside(centre, settings) -> None:
    settings.SOURCE_HOSTS = ["127.0.0.1"]
    centre.mood = "inside"
    with pytest.raises(Trouble) as problem:
        fetch_text(f"{centre.url}/fdsnws/dataselect/1/query", Limits(1000, 5), b"")
    assert problem.value.reason == "host_not_allowed"


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.0/8", "LOCALHOST"])
def test_hosts_and_networks_can_be_allowed(centre, settings, allowed: str) -> None:
    settings.SOURCE_HOSTS = [allowed]
    url = centre.url.replace("127.0.0.1", "localhost") if allowed == "LOCALHOST" else centre.url
    assert fetch_text(f"{url}/fdsnws/dataselect/1/version", Limits(1000, 5)) == (200, "1.1.1\n")


def test_a_name_that_does_not_exist_is_tried_again_later() -> None:
    with pytest.raises(Trouble) as problem:
        guard.addresses("no-such-host.invalid", 80)
    assert problem.value.outcome is Outcome.TEMPORARY
