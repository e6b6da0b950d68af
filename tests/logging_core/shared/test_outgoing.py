import http.server
import threading

import pytest

from logging_core.shared import outgoing
from logging_core.shared.outgoing import NoAddress, Refused


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8086/api",
        "https://[::1]/x",
        "http://10.1.2.3",
        "http://192.168.7.7:9/",
        "http://[fd00::1]/",
    ],
)
def test_this_machine_and_private_networks_may_be_talked_to(url: str) -> None:
    assert outgoing.checked(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *("http://8.8.8.8/", "https://[2606:4700::1111]/", "http://100.64.1.1/"),  # public, or nobody's
        *("http://169.254.169.254/latest", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://192.0.0.192/"),
        *(
            "http://[::ffff:169.254.169.254]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://0.0.0.0/",
            "http://224.0.0.1/",
        ),
    ],
)
def test_others_may_not_and_the_host_is_named(url: str) -> None:
    with pytest.raises(Refused, match="may not be talked to"):
        outgoing.checked(url)


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "127.0.0.1", "http:///x", "http://127.0.0.1:99999/", "http://["]
)
def test_what_is_no_http_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="address"):
        outgoing.checked(url)


def test_secrets_do_not_stand_in_addresses() -> None:
    with pytest.raises(Refused, match="password"):
        outgoing.checked("http://user:secret@127.0.0.1/")


@pytest.mark.parametrize(
    ("named", "url", "may"),
    [
        ("8.8.8.8", "http://8.8.8.8/", True),
        ("8.8.8.8:443", "https://8.8.8.8/", True),
        ("8.8.8.8:443", "http://8.8.8.8/", False),
        ("8.8.0.0/16", "http://8.8.8.8/", True),
        ("169.254.0.0/16", "http://169.254.169.254/", False),
    ],
)
def test_hosts_and_networks_can_be_named_but_never_link_local_ones(settings, named, url, may) -> None:
    settings.ALLOWED_HOSTS_OUT = [named]
    if may:
        assert outgoing.checked(url) == url
    else:
        with pytest.raises(Refused):
            outgoing.checked(url)


def test_a_name_that_is_not_known_now_is_told_apart() -> None:
    with pytest.raises(NoAddress):
        outgoing.checked("http://nowhere.invalid/")


def test_each_address_of_a_name_counts(monkeypatch) -> None:
    both = [(2, 1, 6, "", (address, 80)) for address in ("10.0.0.1", "8.8.8.8")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: both)
    assert outgoing.addresses("mixed.example", 80) == ["10.0.0.1"]
    with pytest.raises(Refused):
        outgoing.check_host("mixed.example", 80)


class Redirecting(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "http://169.254.169.254/latest/meta-data")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_client_connects_where_it_may_and_follows_nobody_elsewhere(server: str) -> None:
    with outgoing.client() as client:
        assert client.get(f"{server}/").text == "ok"
        assert client.get(f"{server}/away").status_code == 302
        with pytest.raises(Refused):
            client.get("http://169.254.169.254/")
    with outgoing.client(follow_redirects=True) as client, pytest.raises(Refused):
        client.get(f"{server}/away")
