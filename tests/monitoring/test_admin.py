"""The admin pages: they open, save through the actions, and refuse in the form."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from logging_core.shared import audit
from monitoring.completion.models import Configuration
from monitoring.completion.sources.models import Source
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.states import State
from monitoring.inventory.models import NSLC, Network, Station
from tests.monitoring.setup import Site
from tests.monitoring.waves import at

pytestmark = pytest.mark.django_db
MODELS = [
    "network",
    "station",
    "location",
    "channel",
    "nslc",
    "metadatafile",
    "source",
    "sourceavailability",
    "sourceonlinestat",
    "configuration",
    "automaticupdate",
    "request",
    "requesthistory",
    "component",
    "archivemonitoring",
    "stat",
    "logline",
]


@pytest.fixture
def page(as_, admin: get_user_model()):
    return as_(admin)


@pytest.fixture
def small(db: None, places) -> Site:
    return Site.made(places)


def source(**more: object) -> dict[str, object]:
    return {
        "name": "data centre",
        "priority": 1,
        "kind": "FDSNWS",
        "parameters": '{"url": "https://service.iris.edu"}',
        "limit_rate": 0,
        "connections": 4,
        "cpu_limit": 100,
        "log_level": 3,
        "availability": "on",
    } | more


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_for_admins_only(page, as_, small: Site, operator, model: str) -> None:
    url = reverse(f"admin:monitoring_{model}_changelist")
    assert page.get(url).status_code == 200
    assert as_(operator).get(url).status_code == 302


def test_a_source_is_saved_through_the_action(page, small: Site) -> None:
    answer = page.submit(reverse("admin:monitoring_source_add"), **source(nslc=small.stream().pk))
    assert answer.status_code == 302, answer.content.decode()
    made = Source.objects.get()
    assert (made.name, made.nslc.get().code) == ("data_centre", "PF.RER..HHZ")
    assert audit.history("source", str(made.pk))[0]["via"] == "admin"
    page.submit(reverse("admin:monitoring_source_change", args=[made.pk]), **source(priority=3))
    made.refresh_from_db()
    assert (made.priority, made.nslc.count()) == (3, 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"parameters": "{}"}, "url: is required"),
        ({"parameters": '{"url": "file:///etc/passwd"}'}, "must be an http:// or https:// address"),
        ({"priority": 2}, "which is asked for the same streams"),
    ],
)
def test_a_wrong_source_is_refused_in_the_form(page, small: Site, wrong: dict[str, object], told: str) -> None:
    small.source("first", "https://service.iris.edu", 2)
    answer = page.submit(reverse("admin:monitoring_source_add"), **source(nslc=small.stream().pk, **wrong))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Source.objects.count() == 1


def configuration(**more: object) -> dict[str, object]:
    row = Configuration.the()
    skip = ("id", "initialisation", "debug_mode")
    plain = {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in skip}
    return {name: "" if value is None else value for name, value in plain.items()} | more


def test_the_configuration_refuses_a_window_shorter_than_its_frequency(page, small: Site) -> None:
    url = reverse("admin:monitoring_configuration_change", args=[1])
    lists = {"networks": list(Network.objects.values_list("pk", flat=True))}
    lists["stations"] = list(Station.objects.values_list("pk", flat=True))
    answer = page.submit(url, **configuration(f_analysis=4, w_analysis=3, **lists))
    assert "at least as long as the frequency" in answer.content.decode()
    assert page.submit(url, **configuration(f_analysis=4, w_analysis=4, **lists)).status_code == 302
    assert Configuration.the().f_analysis == 4
    answer = page.submit(url, **configuration(stations=lists["stations"]))
    assert "PF.RER: not in one of the chosen networks" in answer.content.decode()
    assert page.get(reverse("admin:monitoring_configuration_add")).status_code == 403


def test_requests_are_held_taken_up_and_deleted(page, small: Site) -> None:
    from logging_core.shared import clock

    request = Request.objects.create(archive=small.archive, start_ns=0, end_ns=1, created_at=clock.now())
    url = reverse("admin:monitoring_request_changelist")
    for action, state in (("hold", State.ON_HOLD), ("take_up", State.NEW), ("cancel", State.CANCELLED)):
        page.submit(url, action=action, _selected_action=[request.pk])
        request.refresh_from_db()
        assert request.state == state
    assert page.get(reverse("admin:monitoring_request_change", args=[request.pk])).status_code == 200
    page.submit(url, action="delete_selected", _selected_action=[request.pk], post="yes")
    assert not Request.objects.exists()
    assert audit.history("request", str(request.pk))[-1]["verb"] == "delete"


def epoch(stream: NSLC, **more: object) -> dict[str, object]:
    """The page of a stream with one epoch."""
    names = {"TOTAL_FORMS": 1, "INITIAL_FORMS": stream.epochs.count()}
    row = {"start_ns": "2015-02-01T12:00:00.5Z", "latitude": "-21.171234567", "longitude": "55.74", **more}
    if known := stream.epochs.first():
        row |= {"id": known.pk}
    told = {f"epochs-{name}": value for name, value in names.items()}
    told |= {f"epochs-0-{name}": value for name, value in (row | {"nslc": stream.pk}).items()}
    return told | {"station": stream.station_id, "location": stream.location_id, "channel": stream.channel_id}


def test_southern_stations_are_saved_and_times_are_typed_as_times(page, small: Site) -> None:
    stream = small.stream()
    url = reverse("admin:monitoring_nslc_change", args=[stream.pk])
    assert page.submit(url, **epoch(stream)).status_code == 302
    made = stream.epochs.get()
    assert (made.latitude, made.start_ns) == (-21.171234567, at("2015-02-01T12:00:00") + 500_000_000)
    assert "2015-02-01T12:00:00.500000Z" in page.get(url).content.decode()
    assert page.submit(url, **epoch(stream, end_ns="2016-01-01")).status_code == 302
    assert stream.epochs.get().end_ns == at("2016-01-01T00:00:00")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"latitude": "-90.5"}, "greater than or equal to -90"),
        ({"longitude": "181"}, "less than or equal to 180"),
        ({"start_ns": "yesterday"}, "must be a time"),
        ({"start_ns": "2400-01-01"}, "between the years 1678 and 2261"),
        ({"end_ns": "2014-01-01"}, "An epoch ends after it starts."),
    ],
)
def test_a_wrong_epoch_is_refused_in_the_form(page, small: Site, wrong: dict[str, object], told: str) -> None:
    stream = small.stream()
    answer = page.submit(reverse("admin:monitoring_nslc_change", args=[stream.pk]), **epoch(stream, **wrong))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not stream.epochs.exists()
