"""Writers that post to web servers: live panels and events."""

import json

import pytest

from logging_core.loggers.base.component import NotNow
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.writers.grafana_live import GrafanaLiveWriter
from logging_core.loggers.writers.sealog import SealogWriter
from tests.logging_core.loggers.reading import free_port
from tests.logging_core.loggers.web_server import WebServer
from tests.support.waiting import until

RECORD = DASRecord("wx", timestamp=1.5, fields={"Temp": 21.5, "Mode": "A", "event_option_mode": "sail"})
RULES = """
wx:
  event_value: WEATHER
  event_author: ship
  event_free_text: from the mast
  event_options: {leg: 2}
  field_map: {Temp: temperature, Absent: nothing}
_default: {event_options: {fixed: x}}
"""


@pytest.fixture
def server():
    made = WebServer(200)
    yield made
    made.stop()


def test_values_are_pushed_to_the_stream_with_the_token(server, tmp_path):
    (tmp_path / "token").write_text("secret\n")
    writer = GrafanaLiveWriter(
        host=server.address, stream_id="ship", token_file=str(tmp_path / "token"), batch_size=3
    )
    writer.start()
    writer.write_batch([RECORD, {"timestamp": 2.0, "fields": {"x": 1}}, RECORD.as_json()])
    ((path, headers, body),) = server.posted
    assert path == "/api/live/push/ship"
    assert headers["Authorization"] == "Bearer secret"
    first, second, third = body.splitlines()
    assert first == third == 'wx Mode="A",Temp=21.5,event_option_mode="sail" 1500000000'
    assert second == "unknown x=1 2000000000"
    assert (writer.batch, writer.backlog) == (3, 1000)


def test_what_is_no_record_is_counted_and_nothing_is_posted(server):
    writer = GrafanaLiveWriter(host=server.address, stream_id="ship", api_token="t", measurement_name="m")
    writer.write_batch(["text", 5, {"fields": 5}, {"timestamp": 1.0, "fields": {"x": None}}])
    assert server.posted == []
    assert writer.tally.counts == {"not a type for GrafanaLiveWriter": 3}
    assert writer.cautions() == []


def test_the_token_may_stand_in_the_environment(server, monkeypatch):
    assert "no token" in GrafanaLiveWriter(host="h", stream_id="s").cautions()[0]
    monkeypatch.setenv("GRAFANA_API_TOKEN", "of the host")
    writer = GrafanaLiveWriter(host=server.address, stream_id="s")
    writer.start()
    writer.write(RECORD)
    assert server.posted[0][1]["Authorization"] == "Bearer of the host"


@pytest.mark.parametrize("status", [500, 503, 401, 429, 304])
def test_a_server_in_trouble_is_asked_again_later(server, status):
    server.answers = [status, 200]
    writer = GrafanaLiveWriter(host=server.address, stream_id="s", api_token="t")
    writer._backoff.first = 0.02
    with pytest.raises(NotNow):
        writer.write(RECORD)
    assert str(status) in writer.trouble
    until(lambda: _written(writer, RECORD))
    assert writer.trouble is None
    assert writer.tally.total() == 0


def _written(writer, record):
    try:
        writer.write(record)
    except NotNow:
        return False
    return True


def test_a_refusal_is_counted_with_its_words(server):
    server.answers = [(400, "no such measurement")]
    writer = GrafanaLiveWriter(host=server.address, stream_id="s", api_token="t")
    writer.write(RECORD)
    assert writer.tally.counts == {"refused by the server": 1}
    assert "no such measurement" in writer.tally.examples["refused by the server"]


def test_a_server_that_is_away_is_waited_for():
    writer = GrafanaLiveWriter(host=f"127.0.0.1:{free_port()}", stream_id="s", api_token="t")
    with pytest.raises(NotNow):
        writer.write(RECORD)


def test_a_stream_cannot_lead_elsewhere():
    with pytest.raises(ValueError, match="stream_id"):
        GrafanaLiveWriter(host="h", stream_id="../../admin")


@pytest.fixture
def sealog(server, tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES)
    server.answers = [201]
    return SealogWriter(
        url=f"http://{server.address}/sealog-server/",
        token="t",
        config_file="rules.yaml",
        site=Site(base_dir=tmp_path),
    )


def event(server):
    path, headers, body = server.posted[-1]
    assert path == "/sealog-server/api/v1/events"
    assert headers["Authorization"] == "Bearer t"
    return json.loads(body)


def test_a_record_becomes_the_event_of_its_rule(server, sealog):
    sealog.write(RECORD)
    found = event(server)
    assert len(found.pop("id")) == 24
    assert found == {
        "event_value": "WEATHER",
        "event_author": "ship",
        "event_free_text": "from the mast",
        "ts": "1970-01-01T00:00:01.500000Z",
        "event_options": [
            {"event_option_name": "leg", "event_option_value": "2"},
            {"event_option_name": "temperature", "event_option_value": "21.5"},
        ],
    }


def test_fields_name_the_event_where_there_is_no_rule_for_them(server, sealog):
    sealog.write(DASRecord("other", timestamp=1.0, fields={"event_value": "HELLO", "event_option_mode": "sail"}))
    found = event(server)
    assert found["event_value"] == "HELLO"
    assert [option["event_option_value"] for option in found["event_options"]] == ["x", "sail"]
    assert "event_author" not in found
    sealog.write(DASRecord("other", timestamp=1.0))
    assert event(server)["event_value"] == "FROM_OPENRVDAS"


def test_an_event_goes_as_it_is_and_anything_else_is_counted(server, sealog):
    sealog.write([{"event_value": "AS IT IS"}, "text", {"fields": {}}])
    assert event(server) == {"event_value": "AS IT IS"}
    assert sealog.tally.counts == {"not a type for SealogWriter": 2}


def test_an_event_whose_answer_was_lost_is_sent_again_under_the_same_id(server, sealog):
    server.answers = [503, (400, '{"message": "duplicate event ID"}')]
    sealog._backoff.first = 0.01
    until(lambda: _written(sealog, RECORD))
    first, second = (json.loads(body)["id"] for _, _, body in server.posted)
    assert first == second
    assert sealog.tally.total() == 0


def test_another_answer_than_created_is_no_success(server, sealog):
    server.answers = [200]
    with pytest.raises(NotNow):
        sealog.write(RECORD)
    assert "200" in sealog.trouble


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wx: {event_valu: x}", 'did you mean "event_value"'),
        ("wx: text", "is not a mapping"),
        ("wx: {event_options: [a]}", "event_options in the rule"),
        ("- a", "config_file"),
        ("a: [", "config_file"),
        ("a: !!python/object:os.system x", "config_file"),
    ],
)
def test_bad_rules_are_refused_with_their_file(tmp_path, text, words):
    (tmp_path / "rules.yaml").write_text(text)
    with pytest.raises(ValueError, match=r"rules\.yaml") as refused:
        SealogWriter(url="http://h", token="t", config_file="rules.yaml", site=Site(base_dir=tmp_path))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("url", "file", "words"),
    [("file:///etc/passwd", "rules.yaml", "http://"), ("http://h", "../rules.yaml", "outside of the base folder")],
)
def test_addresses_and_files_are_confined(tmp_path, url, file, words):
    (tmp_path / "rules.yaml").write_text("{}")
    with pytest.raises(ValueError, match=words):
        SealogWriter(url=url, token="t", config_file=file, site=Site(base_dir=tmp_path))
