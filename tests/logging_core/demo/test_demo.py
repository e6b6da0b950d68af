"""The demonstration: what it makes, and what keeps it alive."""

import io
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from types import SimpleNamespace

import httpx
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db.models import Count
from PIL import Image

from logging_core.accounts.models import User
from logging_core.automation.actions import ASNAP, asnap_is_on
from logging_core.automation.aux_rules import followers, working  # noqa: F401  (the follower)
from logging_core.automation.aux_rules.models import AuxRule, AuxTask
from logging_core.automation.following import registry, steps
from logging_core.demo import aux_rules, cruise_definition, past, pictures, places, sea, voyage
from logging_core.demo.answers import answers, remark
from logging_core.demo.cameras import Cameras
from logging_core.demo.crew import FORM_S, Crew
from logging_core.demo.live import Demonstration
from logging_core.demo.measurements import Instruments
from logging_core.demo.sensors.ports import LOOPBACK
from logging_core.demo.templates import BUTTONS
from logging_core.event_templates.models import EventTemplate
from logging_core.event_templates.rules import OPTION_TYPES, check_answers
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import AuxData, Comment, Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.ids import id_for, new_id
from logging_core.shared.models import Change
from logging_core.voyages.models import Cruise, Lowering
from tests.people import make_person

pytestmark = pytest.mark.django_db
NAV, CTD, VESSEL = "vehicleRealtimeNavData", "vehicleRealtimeCTDData", "vesselRealtimeNavData"


@pytest.fixture
def images(settings, tmp_path) -> Path:
    settings.IMAGES_DIR = tmp_path / "images"
    return settings.IMAGES_DIR


@pytest.fixture
def demo(images, monkeypatch) -> None:
    monkeypatch.setattr(past, "PICTURES_TAKEN", 2)
    call_command("demo", stdout=io.StringIO())


def logged(person: User | None = None, **fields) -> Event:
    person = person or User.objects.get(username="guest")
    new = NewEvent(**({"value": "FISH"} | fields))
    return log_event(actor=Actor(person.username, person.id), user=person, id=new_id(), new=new)[0]


class TestFilling:
    def test_a_second_time_does_nothing(self, demo):
        before = Change.objects.count(), Event.objects.count(), User.objects.count()
        out = io.StringIO()
        call_command("demo", stdout=out)
        assert (Change.objects.count(), Event.objects.count(), User.objects.count()) == before
        assert "admin" in out.getvalue()

    def test_an_installation_in_use_is_left_alone_unless_forced(self, images, monkeypatch):
        monkeypatch.setattr(past, "PICTURES_TAKEN", 2)
        make_person("somebody")
        with pytest.raises(CommandError, match="--force"):
            call_command("demo")
        assert not Cruise.objects.exists()
        call_command("demo", "--force", stdout=io.StringIO())
        assert Cruise.objects.exists()

    def test_the_well_known_accounts_are_as_scripts_know_them(self, demo):
        accounts = {user.username: user for user in User.objects.all()}
        assert accounts["admin"].id == "5981f167212b348aed7fa9f5" and accounts["admin"].check_password("demo")
        assert accounts["pi"].check_password("demo") and accounts["pi"].system_user
        assert accounts["guest"].passwordless and accounts["watch"].passwordless
        assert not accounts["mhalvorsen"].has_usable_password() and not accounts["mhalvorsen"].passwordless

    def test_a_cruise_and_a_dive_are_under_way(self, demo):
        now = clock.now()
        assert Cruise.objects.at(now).id == voyage.CRUISE_ID
        dive = Lowering.objects.at(now)
        assert dive.stop_ts is None and dive.meta["milestones"]["lowering_on_bottom"]
        finished = Lowering.objects.exclude(id=dive.id)
        assert finished.count() == 3 and all(one.meta["stats"]["max_depth"] > 1000 for one in finished)
        assert asnap_is_on()

    def test_the_templates_show_everything_a_template_can(self, demo):
        templates = list(EventTemplate.objects.all())
        kinds = {option["event_option_type"] for template in templates for option in template.options}
        assert kinds == set(OPTION_TYPES) and len(templates) >= 24
        assert any(template.admin_only for template in templates)
        assert any(template.event_free_text_required for template in templates)
        assert sum(template.disabled for template in templates) == 1
        assert len({template.position for template in templates}) == len(templates)
        colors = {template.style["color"] for template in templates}
        assert colors <= {"red", "amber", "green", "teal", "blue", "violet", "grey"} and len(colors) > 4

    def test_every_event_has_what_the_instruments_said(self, demo):
        bare = Event.objects.exclude(aux_data__data_source=VESSEL)
        assert Event.objects.count() > 400 and not bare.exists()
        dive = Lowering.objects.at(clock.now())
        on_dive = Event.objects.filter(ts__gte=dive.start_ts)
        assert not on_dive.exclude(aux_data__data_source=NAV).exists()
        assert not on_dive.exclude(aux_data__data_source=CTD).exists()
        logged_by_people = on_dive.exclude(value="ASNAP")
        assert not logged_by_people.exclude(aux_data__data_source="framegrabber").exists()
        assert Comment.objects.exists() and Event.objects.values("author").annotate(Count("pk")).count() > 4

    def test_the_journal_knows_every_record(self, demo):
        kinds = Counter(Change.objects.values_list("kind", flat=True))
        assert kinds["event"] == Event.objects.count() and kinds["aux_data"] == AuxData.objects.count()

    def test_past_events_keep_to_their_templates(self, demo):
        templates = {template.id: template for template in EventTemplate.objects.all()}
        for event in Event.objects.exclude(template_id=""):
            check_answers(templates[event.template_id], event.options, event.free_text)

    def test_ids_of_past_snapshots_are_those_of_the_service(self, demo):
        event = Event.objects.filter(value="ASNAP").last()
        assert event.id == id_for(event.ts, ASNAP)


class TestInvention:
    @pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.name)
    def test_answers_fit_their_template(self, button):
        template = EventTemplate(event_name=button.name, options=list(button.questions))
        random = Random(7)
        for _ in range(30):
            text = remark(button, random) or "x" * button.text_required
            check_answers(template, answers(button, random), text)


class TestSea:
    @pytest.fixture
    def dive(self) -> voyage.Dive:
        return voyage.planned_dives(clock.parse("2026-03-14T12:00:00Z"))[0]

    def test_the_vehicle_goes_down_and_comes_back(self, dive):
        assert sea.vehicle(dive, dive.start).depth == 0
        bottom = sea.vehicle(dive, dive.on_bottom + timedelta(hours=2))
        assert bottom.depth > 1300 and 0 < bottom.altitude < 6
        assert sea.vehicle(dive, dive.stop).depth == 0

    def test_the_track_is_smooth(self, dive):
        moments = [dive.on_bottom + timedelta(seconds=10 * n) for n in range(1000)]
        poses = [sea.vehicle(dive, moment) for moment in moments]
        steps = [abs(b.latitude - a.latitude) * sea.METRES_A_DEGREE for a, b in pairwise(poses)]
        assert max(steps) < 4  # metres in 10 s
        assert all(abs(b.depth - a.depth) < 5 for a, b in pairwise(poses))

    def test_the_same_moment_gives_the_same_values(self, dive):
        assert sea.vehicle(dive, dive.on_bottom) == sea.vehicle(dive, dive.on_bottom)

    def test_the_water_is_warm_above_and_salty(self):
        surface, deep = sea.water(0), sea.water(1600)
        assert surface.temperature > deep.temperature > 2 and 34 < deep.salinity < 37
        assert 1480 < deep.sound_velocity < 1530


class TestAuxData:
    @pytest.fixture
    def rules(self, demo, settings, tmp_path) -> None:
        settings.DATA_DIR = tmp_path
        aux_rules.load_once()
        steps.enrol(["aux_data"])

    @pytest.fixture
    def cameras(self, rules):
        showing = Cameras((LOOPBACK, places.camera_port()))
        cruise = voyage.stored_cruise()
        showing.scene = Instruments(cruise.start_ts, voyage.stored_dives())
        showing.start()
        yield showing
        showing.close()

    def test_there_is_a_rule_for_each_source_and_it_is_on(self, rules):
        kinds = dict(AuxRule.objects.working().values_list("name", "kind"))
        assert len(kinds) == 6 and kinds["framegrabber"] == "frames"
        assert {NAV, CTD, VESSEL} < kinds.keys()
        fields = {value["field"] for rule in AuxRule.objects.answerable() for value in rule.config["values"]}
        devices = yaml.safe_load((cruise_definition.FOLDER / "devices.yaml").read_text())["devices"]
        assert fields <= {name for device in devices.values() for name in device["fields"].values()}

    def test_what_people_removed_does_not_come_back(self, rules):
        AuxRule.objects.exclude(name=NAV).delete()
        aux_rules.load_once()
        assert AuxRule.objects.count() == 1

    def test_a_new_event_gets_a_picture_of_each_camera(self, cameras, images):
        event = logged()
        steps.go_on(registry.everybody()["aux_data"])
        working.work("far")
        pairs = AuxData.objects.get(event=event, data_source="framegrabber").data_array
        assert [pair["data_name"] for pair in pairs] == ["camera_name", "filename"] * 2
        for pair in pairs[1::2]:
            path = Path(pair["data_value"])
            with Image.open(path) as picture:
                picture.load()
                assert (path.parent, picture.format, picture.size) == (images, "JPEG", (960, 540))
            assert path.stat().st_size < 80_000

    def test_a_snapshot_gets_no_pictures(self, rules):
        snapshot = logged(value="ASNAP")
        steps.go_on(registry.everybody()["aux_data"])
        asked = set(AuxTask.objects.filter(event=snapshot).values_list("rule__name", flat=True))
        assert asked == {*aux_rules.VALUES}

    def test_once_the_dive_has_ended_only_the_vessel_is_asked_and_the_cameras_are_off(self, cameras):
        Lowering.objects.filter(stop_ts=None).update(stop_ts=clock.now() - timedelta(seconds=1))
        cameras.scene = Instruments(voyage.stored_cruise().start_ts, voyage.stored_dives())
        event = logged()
        steps.go_on(registry.everybody()["aux_data"])
        asked = set(AuxTask.objects.filter(event=event).values_list("rule__name", flat=True))
        assert asked == {VESSEL, aux_rules.WEATHER, aux_rules.DEPTH}
        assert httpx.get(f"{places.camera_address()}/pilot.jpg").status_code == 503
        assert httpx.get(f"{places.camera_address()}/../none.jpg").status_code == 404


class TestCrew:
    def test_somebody_logs_again_and_again_and_finishes_what_was_begun(self, demo):
        moment, before = clock.now(), Event.objects.count()
        crew = Crew(Random(3), moment)
        for second in range(0, 1200, 2):
            crew.step(moment + timedelta(seconds=second))
        verbs = set(Change.objects.filter(via="page").values_list("kind", "verb"))
        assert verbs == {("event", "create"), ("event", "submit"), ("event", "comment"), ("event", "update")}
        assert 30 <= Event.objects.count() - before <= 120
        assert Event.objects.filter(state="draft").count() <= 1

    def test_drafts_of_an_earlier_run_are_finished(self, demo):
        button = next(button for button in BUTTONS if button.name == "Coral")
        draft = logged(User.objects.get(username="tokeke"), state="draft", template_id=button.id)
        moment = clock.now()
        crew = Crew(Random(3), moment)
        crew.step(moment + timedelta(seconds=FORM_S[1]))
        assert Event.objects.get(id=draft.id).state == "final"

    def test_a_template_that_was_changed_ends_nothing(self, demo):
        EventTemplate.objects.update(options=[])
        moment = clock.now()
        crew = Crew(Random(3), moment)
        for second in range(0, 600, 5):
            crew.step(moment + timedelta(seconds=second))


class TestPictures:
    def test_old_ones_are_removed_and_others_files_stay(self, images):
        images.mkdir(parents=True)
        for number in range(7):
            (images / f"demo_2026010{number}_000000000_sci.jpg").touch()
        (images / "somebodys.jpg").touch()
        assert pictures.prune(images, kept=3) == 4
        assert sorted(path.name for path in images.iterdir()) == [
            *(f"demo_2026010{number}_000000000_sci.jpg" for number in (4, 5, 6)),
            "somebodys.jpg",
        ]

    def test_a_step_of_the_live_process_does_it_all(self, demo, images, monkeypatch):
        monkeypatch.setattr(pictures.prune, "__defaults__", (1,))
        moment, seer = clock.now(), SimpleNamespace(scene=None)
        Demonstration(moment, (seer,)).step(moment)
        assert seer.scene.dives and len(list(images.glob("*.jpg"))) == 1
