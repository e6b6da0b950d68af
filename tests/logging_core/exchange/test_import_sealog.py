"""Bringing in what a Sealog server exported."""

import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from django.core.management import call_command
from django.db import connection

from logging_core.accounts.models import User
from logging_core.automation.models import CustomVariable
from logging_core.event_templates.models import EventTemplate
from logging_core.events.actions import change_event
from logging_core.events.models import AuxData, Comment, Event
from logging_core.exchange.sealog.batch import Run
from logging_core.exchange.sealog.report import Report
from logging_core.exchange.sealog_files import import_files
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.models import Change
from logging_core.voyages.models import Cruise, Lowering

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).resolve().parents[4] / "shared" / "data" / "sealog-demo"
ACTOR = Actor("import_sealog", via="command")


def id_(number: int, kind: int = 0xA) -> str:
    return f"{kind:x}{number:023x}"


def event(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_(number),
        "ts": "2023-03-14T22:15:39.479Z",
        "event_author": "mt",
        "event_value": "FISH",
        "event_free_text": "",
        "event_options": [{"event_option_name": "status", "event_option_value": "alive"}],
    } | fields


def aux(number: int, event_number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_(number, 0xB),
        "event_id": id_(event_number),
        "data_source": "vehicleRealtimeNavData",
        "data_array": [
            {"data_name": "depth", "data_value": "943.2", "data_uom": "m"},
            {"data_name": "heading", "data_value": 75.2},
        ],
    } | fields


def user(number: int, username: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_(number, 0xC),
        "username": username,
        "fullname": username.title(),
        "email": f"{username}@example.org",
        "roles": ["event_logger"],
        "system_user": False,
        "disabled": False,
    } | fields


def cruise(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_(number, 0xD),
        "cruise_id": "XX2301",
        "start_ts": "2023-03-03T00:00:00.000Z",
        "stop_ts": "2023-04-11T23:59:59.000Z",
        "cruise_location": "Somewhere",
        "cruise_tags": ["coral"],
        "cruise_hidden": False,
        "cruise_additional_meta": {"cruise_pi": "Somebody", "own_key": {"deep": [1, 2.5, None]}},
    } | fields


def template(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_(number, 0xE),
        "event_name": "Fish",
        "event_value": "FISH",
        "event_free_text_required": False,
        "system_template": True,
        "template_categories": ["biology"],
        "template_style": {"color": "teal"},
        "disabled": True,
        "admin_only": True,
        "event_options": [
            {
                "event_option_name": "Status",
                "event_option_type": "dropdown",
                "event_option_values": ["alive", "dead"],
                "event_option_allow_freeform": False,
                "event_option_required": True,
            }
        ],
    } | fields


@pytest.fixture
def brought_in(tmp_path):
    """`brought_in(records, ..., update=True)`: each argument written to a file of its own, and all imported."""

    def bring_in(*files: Any, **options: Any) -> Report:
        paths = []
        for number, content in enumerate(files):
            path = tmp_path / f"file{number}.json"
            data = content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
            path.write_bytes(data)
            paths.append(path)
        return import_files(paths, Run(ACTOR, **options))

    return bring_in


def counts(report: Report, kind: str) -> tuple[int, ...]:
    """Imported, updated, skipped, errors."""
    return tuple(report.by_kind().get(kind, Counter()).values())


@pytest.mark.skipif(not DEMO.is_dir(), reason=f"the exported cruise is not there: {DEMO}")
class TestAnExportedCruise:
    def test_comes_in_whole_and_a_second_time_not_again(self):
        first = import_files([DEMO], Run(ACTOR))
        again = import_files([DEMO], Run(ACTOR))
        expected = {"users": 4, "templates": 76, "cruises": 1, "lowerings": 1, "events": 525, "aux data": 511}
        assert {kind: numbers["imported"] for kind, numbers in first.by_kind().items()} == expected
        assert {kind: numbers["skipped"] for kind, numbers in again.by_kind().items()} == expected
        assert first.errors == again.errors == 0
        assert (Event.objects.count(), AuxData.objects.count(), EventTemplate.objects.count()) == (525, 511, 76)

    def test_comes_out_as_it_went_in(self):
        import_files([DEMO], Run(ACTOR))
        for raw in json.loads((DEMO / "FKt230303_eventOnlyExport.json").read_text()):
            record = Event.objects.get(id=raw["id"]).record()
            options = record["event_options"] + [
                {"event_option_name": "event_comment", "event_option_value": comment["text"]}
                for comment in record["comments"]
            ]
            assert {name: record[name] for name in raw if name != "event_options"} == {
                name: value for name, value in raw.items() if name != "event_options"
            }
            kept = [option for option in raw["event_options"] if option["event_option_name"] != "event_comment"]
            assert options[: len(kept)] == kept
        raw = json.loads((DEMO / "FKt230303_S0492_loweringRecord.json").read_text())[0]
        assert Lowering.objects.get(id=raw["id"]).record() == raw

    def test_can_be_updated_without_a_change(self):
        import_files([DEMO], Run(ACTOR))
        head = Change.objects.count()
        assert counts(import_files([DEMO], Run(ACTOR, update=True)), "events") == (0, 0, 525, 0)
        assert Change.objects.count() == head


class TestEvents:
    def test_keep_their_time_author_and_account(self, brought_in, logger):
        before = clock.now()
        assert counts(brought_in([event(1, event_author="logger"), event(2)]), "events") == (2, 0, 0, 0)
        first, second = Event.objects.order_by("ordinal")
        assert (first.id, first.created_by, second.created_by) == (id_(1), logger, None)
        assert clock.iso(first.ts) == clock.iso(first.captured_at) == "2023-03-14T22:15:39.479Z"
        assert first.state == "final" and first.received_at >= before

    def test_are_in_the_journal_each(self, brought_in):
        brought_in([event(number) for number in range(5)], [aux(number, number) for number in range(5)])
        kinds = Counter(Change.objects.filter(actor="import_sealog", via="command").values_list("kind", "verb"))
        assert kinds == {("event", "create"): 5, ("aux_data", "create"): 5}
        change = Change.objects.get(kind="event", record_id=id_(3))
        assert change.after == Event.objects.get(id=id_(3)).record()

    def test_a_single_object_is_imported_too(self, brought_in):
        assert counts(brought_in(event(1)), "events") == (1, 0, 0, 0)

    def test_ids_in_upper_case_are_the_same_ids(self, brought_in):
        brought_in([event(10)])
        assert counts(brought_in([event(10, id=id_(10).upper())]), "events") == (0, 0, 1, 0)

    def test_an_id_that_stands_twice_is_imported_once(self, brought_in):
        report = brought_in([event(1), event(2), event(1, event_value="CRAB")], [event(2)])
        assert counts(report, "events") == (2, 0, 2, 0)
        assert Event.objects.get(id=id_(1)).value == "FISH"

    def test_comments_become_comments_and_can_be_found(self, brought_in):
        comment = {"event_option_name": "event_comment", "event_option_value": "14 instead of 10!"}
        brought_in([event(1, event_options=[comment, *event(1)["event_options"]])])
        stored = Comment.objects.get()
        assert (stored.text, stored.author, clock.iso(stored.at)) == (
            "14 instead of 10!", "mt", "2023-03-14T22:15:39.479Z",
        )  # fmt: skip
        assert [o["event_option_name"] for o in stored.event.options] == ["status"]
        assert "14 instead of 10!" in stored.event.search_text

    def test_an_emptied_comment_is_none(self, brought_in):
        brought_in([event(1, event_options=[{"event_option_name": "event_comment", "event_option_value": ""}])])
        assert not Comment.objects.exists()

    def test_what_was_corrected_here_stays(self, brought_in, admin):
        brought_in([event(1)])
        change_event(actor=ACTOR, user=admin, id=id_(1), changed={"value": "CRAB"})
        assert counts(brought_in([event(1)]), "events") == (0, 0, 1, 0)
        assert Event.objects.get().value == "CRAB"

    def test_update_makes_them_what_the_file_says(self, brought_in):
        brought_in([event(1), event(2)])
        comment = {"event_option_name": "event_comment", "event_option_value": "later"}
        changed = event(1, event_free_text="seen twice", event_options=[comment])
        assert counts(brought_in([changed, event(2)], update=True), "events") == (0, 1, 1, 0)
        assert counts(brought_in([changed, event(2)], update=True), "events") == (0, 0, 2, 0)
        stored = Event.objects.get(id=id_(1))
        assert (stored.free_text, stored.options, stored.version) == ("seen twice", [], 2)
        assert [one.text for one in stored.comments.all()] == ["later"]

    def test_update_of_the_time_sets_the_old_aux_data_aside(self, brought_in):
        brought_in([event(1)], [aux(1, 1)])
        brought_in([event(1, ts="2023-03-14T23:00:00.000Z")], update=True)
        assert not AuxData.objects.current().exists()
        assert counts(brought_in([event(1)], [aux(1, 1)]), "aux data") == (0, 0, 1, 0)

    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            ({"id": "123"}, "24 hex characters"),
            ({"id": None}, '"id" is required'),
            ({"ts": "14 March 2023"}, '"ts" must be in ISO 8601'),
            ({"ts": None}, '"ts" is required'),
            ({"event_value": ""}, '"event_value"'),
            ({"event_value": 5}, '"event_value" must be a string'),
            ({"event_author": ""}, '"event_author"'),
            ({"event_free_text": "a\x00b"}, '"event_free_text"'),
            ({"event_free_text": "\ud800"}, '"event_free_text"'),
            ({"event_options": {"a": 1}}, '"event_options" must be an array'),
            ({"event_options": [{"event_option_value": "x"}]}, "event_options[0].event_option_name"),
            ({"aux_data": "none"}, '"aux_data" must be an array'),
        ],
    )
    def test_a_wrong_one_is_reported_and_stops_no_other(self, brought_in, wrong, reason):
        report = brought_in([event(1), event(2) | wrong, event(3)])
        assert counts(report, "events") == (2, 0, 0, 1)
        (problem,) = report.problems
        assert reason in problem.reason
        assert problem.line == 15 and problem.file.endswith("file0.json")

    def test_what_is_no_record_is_reported_with_its_line(self, brought_in):
        report = brought_in([event(1), 17, user(1, "jane"), event(2)])
        assert counts(report, "events") == (2, 0, 0, 2)
        assert [problem.line for problem in report.problems] == [15, 16]

    def test_a_refusal_of_the_database_costs_one_record_not_its_neighbours(self, brought_in):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE logging_core_event ADD CONSTRAINT no_eels CHECK (value <> 'EEL')")
        report = brought_in([event(1), event(2, event_value="EEL"), event(3)])
        assert counts(report, "events") == (2, 0, 0, 1)
        assert report.problems[0].id == id_(2) and "no_eels" in report.problems[0].reason


class TestAuxData:
    def test_keeps_numbers_texts_and_their_order(self, brought_in):
        brought_in([event(1)], [aux(1, 1)])
        assert AuxData.objects.get().record() == aux(1, 1)

    def test_is_replaced_when_it_differs(self, brought_in):
        brought_in([event(1)], [aux(1, 1), aux(2, 1, data_source="ctd")])
        other = [{"data_name": "depth", "data_value": "950.0"}]
        report = brought_in([aux(1, 1, data_array=other), aux(2, 1, data_source="ctd")])
        assert counts(report, "aux data") == (0, 1, 1, 0)
        assert AuxData.objects.get(id=id_(1, 0xB)).data_array == other

    def test_of_one_event_and_source_there_is_one_whatever_its_id(self, brought_in):
        brought_in([event(1)], [aux(1, 1), aux(2, 1)])
        assert counts(brought_in([aux(3, 1)]), "aux data") == (0, 0, 1, 0)
        assert AuxData.objects.get().id == id_(1, 0xB)

    def test_comes_inside_events_too(self, brought_in):
        embedded = {name: value for name, value in aux(1, 1).items() if name.startswith("data")}
        records = [event(1, aux_data=[embedded]), event(2, aux_data=[])]
        first, again = brought_in(records), brought_in(records)
        assert counts(first, "aux data") == (1, 0, 0, 0) and counts(again, "aux data") == (0, 0, 1, 0)
        assert AuxData.objects.get().event.id == id_(1)

    def test_a_wrong_one_inside_an_event_does_not_stop_the_event(self, brought_in):
        report = brought_in([event(1, aux_data=[{"data_source": "ctd", "data_array": 5}, 7])])
        assert counts(report, "events") == (1, 0, 0, 0) and counts(report, "aux data") == (0, 0, 0, 2)

    def test_of_an_unknown_event_is_an_error(self, brought_in):
        report = brought_in([event(1)], [aux(1, 1), aux(2, 99)])
        assert counts(report, "aux data") == (1, 0, 0, 1)
        assert id_(99) in report.problems[0].reason and report.problems[0].id == id_(2, 0xB)

    def test_an_id_that_belongs_to_another_event_is_an_error(self, brought_in):
        report = brought_in([event(1), event(2)], [aux(1, 1), aux(1, 2)])
        assert counts(report, "aux data") == (1, 0, 0, 1)

    @pytest.mark.parametrize("value", [None, True, {"a": 1}, float("nan"), float("inf")])
    def test_a_value_that_is_neither_text_nor_number_is_an_error(self, brought_in, value):
        report = brought_in([event(1)], [aux(1, 1, data_array=[{"data_name": "x", "data_value": value}])])
        assert counts(report, "aux data") == (0, 0, 0, 1)


class TestUsers:
    def test_plain_passwords_are_hashed_and_work(self, brought_in):
        brought_in([user(1, "jane", password="demo", roles=["event_logger", "deck_boss"])])
        stored = User.objects.get()
        assert stored.check_password("demo") and "demo" not in stored.password
        assert stored.roles == ["event_logger", "deck_boss"]
        assert Change.objects.get(kind="user").after.get("password") is None

    @pytest.mark.parametrize("mark", [b"2a", b"2b"])
    def test_bcrypt_hashes_are_kept_and_work(self, brought_in, mark):
        hashed = bcrypt.hashpw(b"secret", bcrypt.gensalt(4, prefix=mark)).decode()
        brought_in([user(1, "jane", password=hashed)])
        stored = User.objects.get()
        assert stored.password == f"bcrypt${hashed}"
        assert stored.check_password("secret") and not stored.check_password("")

    @pytest.mark.parametrize(
        "password", ["", bcrypt.hashpw(b"", bcrypt.gensalt(4)).decode()], ids=["plain", "hashed"]
    )
    def test_the_empty_password_makes_an_account_without_one(self, brought_in, password):
        brought_in([user(1, "guest", password=password), user(2, "boss", password=password, roles=["admin"])])
        guest, boss = User.objects.get(username="guest"), User.objects.get(username="boss")
        assert guest.passwordless and not guest.has_usable_password()
        assert not boss.passwordless and not boss.has_usable_password()

    def test_without_password_nobody_can_log_in(self, brought_in):
        brought_in([user(1, "jane", disabled=True, system_user=True)])
        stored = User.objects.get()
        assert not stored.has_usable_password() and not stored.passwordless
        assert stored.disabled and stored.system_user

    def test_a_username_that_is_taken_is_an_error(self, brought_in, logger):
        report = brought_in([user(1, "logger"), user(2, "jane")])
        assert counts(report, "users") == (1, 0, 0, 1)
        assert report.problems[0].id == id_(1, 0xC) and "already exists" in report.problems[0].reason

    def test_update_changes_roles_and_leaves_passwords_alone(self, brought_in):
        brought_in([user(1, "jane", password="demo")])
        changed = user(1, "jane", password="other", roles=["event_watcher"])
        assert counts(brought_in([changed], update=True), "users") == (0, 1, 0, 0)
        assert counts(brought_in([changed], update=True), "users") == (0, 0, 1, 0)
        stored = User.objects.get()
        assert stored.roles == ["event_watcher"] and stored.check_password("demo")


class TestTheOtherKinds:
    def test_templates_keep_their_switches_and_style(self, brought_in):
        brought_in([template(1)])
        record = EventTemplate.objects.get().record()
        assert {name: record[name] for name in template(1)} == template(1)

    def test_cruises_keep_every_key_and_their_access_list(self, brought_in, logger):
        brought_in([cruise(cruise_access_list=[logger.id.upper(), id_(77)])])
        stored = Cruise.objects.get()
        assert stored.record() == cruise() and list(stored.access_list.all()) == [logger]

    def test_a_cruise_that_stops_before_it_starts_is_an_error(self, brought_in):
        report = brought_in([cruise(stop_ts="2023-01-01T00:00:00.000Z"), cruise(2)])
        assert counts(report, "cruises") == (1, 0, 0, 1)

    def test_existing_ones_are_skipped_and_with_update_changed(self, brought_in):
        brought_in([cruise()], [template(1)])
        changed = ([cruise(cruise_location="Elsewhere")], [template(1, disabled=False)])
        assert counts(brought_in(*changed), "cruises") == (0, 0, 1, 0)
        report = brought_in(*changed, update=True)
        assert counts(report, "cruises") == counts(report, "templates") == (0, 1, 0, 0)
        assert Cruise.objects.get().location == "Elsewhere" and not EventTemplate.objects.get().disabled

    def test_custom_variables_are_known_by_their_names(self, brought_in):
        records = [
            {"id": id_(1), "custom_var_name": "asnapStatus", "custom_var_value": "On"},
            {"id": id_(2), "custom_var_name": "winch", "custom_var_value": "2"},
        ]
        assert counts(brought_in(records), "custom variables") == (1, 0, 1, 0)
        assert counts(brought_in(records, update=True), "custom variables") == (0, 1, 1, 0)
        assert CustomVariable.objects.get(name="asnapStatus").value == "On"

    def test_an_event_that_names_its_cruise_is_an_event(self, brought_in):
        assert counts(brought_in([event(1, cruise_id="XX2301", lowering_id="D1")]), "events") == (1, 0, 0, 0)


class TestFiles:
    def test_are_loaded_in_the_order_that_lets_records_find_each_other(self, brought_in):
        report = brought_in([aux(1, 1)], [event(1, event_author="jane")], [cruise()], [user(1, "jane")])
        assert list(report.by_kind()) == ["users", "cruises", "events", "aux data"] and not report.errors
        assert Event.objects.get().created_by == User.objects.get()

    def test_of_folders_are_found_at_any_depth(self, tmp_path):
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / "a" / "b" / "events.JSON").write_text(json.dumps([event(1)]))
        (tmp_path / "notes.txt").write_text("not for us")
        assert counts(import_files([tmp_path, tmp_path / "a"], Run(ACTOR)), "events") == (1, 0, 0, 0)

    @pytest.mark.parametrize("cut", [0.3, 0.6, 0.999])
    def test_a_file_that_was_cut_brings_in_nothing(self, brought_in, cut):
        whole = json.dumps([event(number) for number in range(2000)], indent=1).encode()
        report = brought_in(whole[: int(len(whole) * cut)], [cruise()])
        assert counts(report, "files") == (0, 0, 0, 1) and counts(report, "cruises") == (1, 0, 0, 0)
        assert not Event.objects.exists()
        problem = report.problems[0]
        assert (
            "cut off" in problem.reason
            and problem.line == whole[: int(len(whole) * cut)].rstrip().count(b"\n") + 1
        )

    def test_another_encoding_brings_in_nothing(self, brought_in):
        records = json.dumps([event(1), event(2, event_free_text="Tromsø")], ensure_ascii=False, indent=1)
        report = brought_in(records.encode("latin-1"))
        assert "UTF-8" in report.problems[0].reason and report.problems[0].line > 10
        assert not Event.objects.exists()

    @pytest.mark.parametrize("content", [b"not json", b"", b"5", [{"some": "thing"}]])
    def test_what_is_no_export_is_an_error(self, brought_in, content):
        assert counts(brought_in(content), "files") == (0, 0, 0, 1)

    def test_an_empty_export_is_none(self, brought_in):
        assert brought_in([]).by_kind() == {}

    def test_that_are_not_there_are_errors(self, tmp_path):
        report = import_files([tmp_path / "nothing.json"], Run(ACTOR))
        assert report.errors == 1 and "No such file" in report.problems[0].reason

    def test_a_dry_run_tells_the_same_and_stores_nothing(self, brought_in):
        files = ([user(1, "jane")], [cruise()], [event(1), event(1), event(2, ts="?")], [aux(1, 1), aux(2, 7)])
        head = Change.objects.count()
        dry = brought_in(*files, dry_run=True)
        assert Change.objects.count() == head and not Event.objects.exists() and not User.objects.exists()
        real = brought_in(*files)
        assert dry.by_kind() == real.by_kind() and dry.problems == real.problems


class TestTheCommand:
    def run(self, *args: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_sealog", *args, stdout=out, stderr=err)
        except SystemExit as ended:
            return ended.code, out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    def test_prints_a_table_and_every_error_with_its_place(self, tmp_path):
        path = tmp_path / "events.json"
        path.write_text(json.dumps([event(1), event(2, ts="?")], indent=1))
        code, out, err = self.run(os.fspath(path))
        assert code == 1
        assert f"{path}, line 15: {id_(2)}: " in err
        assert out.splitlines()[-1].split() == ["events", "1", "0", "0", "1"]

    def test_gives_one_json_object(self, tmp_path):
        (tmp_path / "events.json").write_text(json.dumps([event(1)]))
        code, out, err = self.run(os.fspath(tmp_path), "--json")
        assert (code, err) == (0, "")
        assert json.loads(out) == {
            "dry_run": False,
            "counts": {"events": {"imported": 1, "updated": 0, "skipped": 0, "errors": 0}},
            "errors": [],
            "errors_not_listed": 0,
        }
