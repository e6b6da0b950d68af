"""Mail, to a real mail server."""

import email
import time
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from logging_core.loggers.base.mail_server import MailServer
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.writers.email import EmailWriter
from tests.logging_core.loggers.reading import free_port
from tests.support.waiting import until


class Post:
    """Keeps the mail that comes."""

    def __init__(self):
        self.mail = []

    async def handle_DATA(self, server, session, envelope):
        self.mail.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def port(post):
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


def writer(port, **kwargs):
    site = Site(mail=MailServer("127.0.0.1", port, sender="ship@example.org"))
    return EmailWriter(to="watch@example.org, tech@example.org", site=site, **kwargs)


def test_the_first_record_goes_at_once_and_those_behind_it_together(post, port):
    made = writer(port, subject="Winch", max_freq=0.5)
    made.write("wire out")
    until(lambda: len(post.mail) == 1)
    made.write(["one", DASRecord("a", timestamp=1.0)])
    made.write("three")
    assert len(post.mail) == 1
    until(lambda: len(post.mail) == 2)
    first, second = post.mail
    assert (first["To"], first["From"]) == ("watch@example.org, tech@example.org", "ship@example.org")
    assert first["Subject"] == "Winch"
    assert first.get_content().splitlines() == ["wire out"]
    one, record, three = second.get_content().splitlines()
    assert (one, three) == ("one", "three")
    assert record.startswith('{"data_id": "a"')
    made.close()


def test_what_waits_is_sent_at_the_end(post, port):
    made = writer(port, sender="me@example.org", max_freq=3600)
    made.write("first")
    until(lambda: post.mail)
    made.write("last words")
    made.close()
    assert post.mail[1].get_content().strip() == "last words"
    assert post.mail[1]["From"] == "me@example.org"
    made.close()
    assert len(post.mail) == 2


def test_mail_waits_while_the_server_is_away(post):
    port = free_port()
    made = writer(port)
    made._backoff.first = 0.05
    made.write("patience")
    until(lambda: made.trouble)
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    until(lambda: post.mail)
    assert made.trouble is None
    made.close()
    controller.stop()


def test_what_cannot_be_sent_at_the_end_is_counted():
    made = writer(free_port())
    made.write(["a", "b", 5])
    began = time.monotonic()
    made.close()
    assert made.tally.counts == {"not a type for EmailWriter": 1, "left in the queue at the end": 2}
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("kwargs", [{"subject": "a\nBcc: x@y"}, {"sender": "a\r\nX: y"}])
def test_a_head_cannot_be_smuggled_in(kwargs):
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        writer(1, **kwargs)
