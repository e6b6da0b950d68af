import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from logging_core.automation.aux_rules import shipped
from logging_core.automation.aux_rules.models import AuxRule
from logging_core.events.aux_data import attach_aux_data
from logging_core.shared.jobs.models import Job
from tests.logging_core.automation.aux_rules.making import ACTOR, follow, log, make_rule, record
from tests.logging_core.streams.conftest import ingest  # noqa: F401
from tests.logging_core.streams.samples import record as sample
from tests.people import As
from tests.support.cameras import picture, web_camera

CONFIG = {"values": [{"field": "Lat", "name": "latitude"}]}
NAV = {
    "kind": "streams",
    "name": "nav",
    "data_source": "nav",
    "method": "nearest",
    "max_age_s": "10",
    "longest_age_s": "86400",
    "wait_s": "600",
    "except_values": "ASNAP, FREE_FORM",
    "value_field": ["Lat", "Hemisphere", ""],
    "value_name": ["latitude", "", ""],
    "value_uom": ["ddeg", "", ""],
    "value_round": ["4", "", ""],
    "value_no_output": ["", "yes", ""],
    "value_static": ["", "", ""],
    "value_modify": ["- test: [{field: Hemisphere, eq: 'S'}]\n  operation: [{multiply: -1}]", "", ""],
}


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_rule_is_made_in_a_form_and_shown_in_it_again(as_: As, admin) -> None:
    answer = as_(admin).submit("/automation/aux/write", act="save", enabled="on", **NAV)
    assert answer.status_code == 302 and answer["Location"] == "/automation/aux"
    rule = AuxRule.objects.get()
    assert rule.enabled and rule.except_values == ["ASNAP", "FREE_FORM"]
    assert [value["field"] for value in rule.config["values"]] == ["Lat", "Hemisphere"]
    page = text(as_(admin).get(f"/automation/aux/{rule.id}"))
    assert 'value="Hemisphere"' in page and "multiply: -1" in page and 'value="ASNAP, FREE_FORM"' in page
    told = {**NAV, "id": rule.id, "version": str(rule.version), "wait_s": "5"}
    assert as_(admin).submit("/automation/aux/write", act="save", **told).status_code == 302
    changed = AuxRule.objects.get()
    assert changed.wait_s == 5 and changed.enabled and changed.config == rule.config


def test_what_is_wrong_is_told_above_the_form_which_keeps_its_text(as_: As, admin) -> None:
    told = NAV | {"value_modify": ["- operation: [{power: 2}]", "", ""]}
    answer = as_(admin).submit("/automation/aux/write", act="save", **told)
    assert answer.status_code == 400
    assert "power: is not known; known are add" in text(answer) and "power: 2" in text(answer)
    assert not AuxRule.objects.exists()


def test_a_dry_run_shows_values_and_notes(as_: As, admin, logger, ingest) -> None:  # noqa: F811
    event = log(logger)
    ingest.store([sample(event.ts.timestamp(), metadata=None, Lat=38.56312, Hemisphere="S", Sog=3.0)])
    answer = as_(admin).submit("/automation/aux/write", act="try", event=event.id, **NAV)
    assert answer.status_code == 200 and "-38.5631" in text(answer)
    answer = as_(admin).submit("/automation/aux/write", act="try", event="nonsense", **NAV)
    assert "There is no such event" in text(answer)
    assert not AuxRule.objects.exists() and record(event, "nav") is None


def test_a_dry_run_shows_the_picture(as_: As, admin, logger) -> None:
    with web_camera() as camera:
        row = {"name": "A", "address": camera.show("/a.jpg", picture()), "prefix": "a", "suffix": ".jpg"}
        row |= {"max_age_s": "20", "timeout_s": "3", "secret": "", "host_key": ""}
        told = {f"camera_{name}": [value] for name, value in row.items()}
        plain = {name: NAV[name] for name in ("name", "data_source", "longest_age_s", "wait_s", "except_values")}
        answer = as_(admin).submit(
            "/automation/aux/write", act="try", event=log(logger).id, kind="frames", **plain, **told
        )
    assert 'src="data:image/jpeg;base64,' in text(answer)


def test_the_list_shows_health_to_whoever_reads_events(as_: As, admin, watcher, follower, logger) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    attach_aux_data(actor=ACTOR, event=log(logger), data_source="script", data_array=[])
    follow()
    page = text(as_(watcher).get("/automation/aux"))
    assert "no value of Lat within 10 s of the event" in page and "script" in page
    assert "Turn off" not in page and "Expect it" not in page
    page = text(as_(admin).get("/automation/aux/list"))
    assert "Turn off" in page and "Expect it" in page and "<html" not in page


def test_a_configuration_is_uploaded(as_: As, admin) -> None:
    file = SimpleUploadedFile("influx.yaml", shipped.influxdb().encode())
    answer = as_(admin).submit("/automation/aux/upload", file=file)
    assert answer.status_code == 200 and "realtimeVesselPosition" in text(answer)
    rule = AuxRule.objects.get()
    assert (rule.kind, rule.enabled, rule.config["measurements"]) == ("influxdb", False, ["seapath1"])
    assert "S1HeadingTrue" in text(as_(admin).get(f"/automation/aux/{rule.id}"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: 1", b"", b"# " + b"x" * 1_048_577])
def test_a_file_that_is_none_is_refused(as_: As, admin, content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = "influx.yaml"
    answer = as_(admin).submit("/automation/aux/upload", file=file, next="/automation/aux")
    assert answer.status_code == 302
    assert "notice-bad" in text(as_(admin).client.get("/automation/aux")) or not AuxRule.objects.exists()
    assert not AuxRule.objects.exists()


def test_a_source_that_others_post_can_be_expected(as_: As, admin) -> None:
    as_(admin).submit("/automation/aux/expect", data_source="script")
    rule = AuxRule.objects.get()
    assert (rule.kind, rule.data_source, rule.enabled) == ("posted", "script", True)
    as_(admin).submit(f"/automation/aux/{rule.id}/switch", on="no")
    assert not AuxRule.objects.get().enabled
    as_(admin).submit(f"/automation/aux/{rule.id}/delete")
    assert not AuxRule.objects.exists()


def test_filling_is_a_job(as_: As, admin, logger) -> None:
    rule = make_rule(admin, "streams", "nav", CONFIG)
    told = {"of": f"events:{log(logger).id}", "rule": [rule.id], "dry_run": "on"}
    answer = as_(admin).submit("/automation/aux/fill", **told)
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.id}"
    assert job.params["dry_run"] and job.params["rules"] == [rule.id]


def test_the_details_of_an_event_learn_what_it_lacks(as_: As, admin, logger, follower) -> None:
    make_rule(admin, "streams", "nav", CONFIG)
    event = log(logger)
    follow()
    told = as_(logger).get(f"/api/events/{event.id}/missing-aux-data").json()
    assert [(one["data_source"], one["state"]) for one in told["results"]] == [("nav", "awaited")]
    assert not told["may_fill"]
    assert as_(admin).get(f"/api/events/{event.id}/missing-aux-data").json()["may_fill"]
    assert as_(logger).post(f"/api/events/{event.id}/missing-aux-data").status_code == 403
    assert as_(admin).post(f"/api/events/{event.id}/missing-aux-data").status_code == 202
    assert Job.objects.get().params["of"] == [event.id]


def test_hostile_text_stays_text(as_: As, admin) -> None:
    evil = "<script>alert(1)</script>"
    make_rule(admin, "streams", evil, {"values": [{"field": evil, "name": evil, "uom": evil}]})
    for path in ("/automation/aux", f"/automation/aux/{AuxRule.objects.get().id}"):
        assert "<script>alert" not in as_(admin).get(path).content.decode()
