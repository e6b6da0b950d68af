"""Acceptance check 18: CSV, byte for byte."""

from typing import Any

import pytest

from logging_core.exchange.as_sealog.cells import cell
from logging_core.exchange.as_sealog.flat import flat_event
from logging_core.exchange.as_sealog.table import event_table
from tests.compat.development_data import CRUISE, EVENTS, LOWERING
from tests.compat.site import Site

HEAD = '"id","ts","event_value","event_author","event_free_text","event_option.status"'
FRAMES = ",".join(
    f'"framegrabber.{name}{number}_{part}"'
    for name in ("camera_name", "filename")
    for number, part in (
        [(f"_{n}", part) for n in (2, 3, 4) for part in ("uom", "value")] + [("", "uom"), ("", "value")]
    )
)
NAVIGATION = ",".join(
    f'"vehicleRealtimeNavData.{name}_{part}"'
    for name in ("depth", "heading", "latitude", "longitude")
    for part in ("uom", "value")
)
CUSTOM = '"customgrabber.customField01_uom","customgrabber.customField01_value"'


def test_events_as_csv(site: Site) -> None:
    answer = site.admin.get("events", format="csv", limit=2)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Content-Disposition" not in answer.headers
    assert answer.content.decode() == (
        f"{HEAD}\n"
        f'"{EVENTS[0]}","2017-06-14T19:01:00.000Z","FISH","admin","It is a fish","alive"\n'
        f'"{EVENTS[1]}","2017-06-14T19:11:00.000Z","CORAL","user","pretty coral","alive"'
    )


def test_exports_of_the_development_data_as_csv(site: Site) -> None:
    lines = site.admin.get("event_exports", format="csv").content.decode().split("\n")
    assert lines[0] == f"{HEAD},{CUSTOM},{FRAMES},{NAVIGATION}"
    assert lines[1] == f'"{EVENTS[0]}","2017-06-14T19:01:00.000Z","FISH","admin","It is a fish","alive"' + "," * 26
    coral = (
        f'"{EVENTS[1]}","2017-06-14T19:11:00.000Z","CORAL","user","pretty coral","alive"'
        ',,"100",,,,,,,,"camera",,,,,,,,"/images/camera.0.jpg"'
        ',"meters","943.2","deg","75.2","ddeg","41.342981","ddeg","-170.236345"'
    )
    assert lines[2] == coral
    assert lines[5].startswith(
        f'"{EVENTS[4]}","2017-06-14T19:41:00.000Z","FISH","admin","a sad fish","dead",,,,"camera1"'
    )
    assert len(lines) == 6


def test_one_event_as_csv(site: Site) -> None:
    header = site.admin.get(f"event_exports/{EVENTS[1]}", format="csv").text.split("\n")[0]
    frames = ",".join(
        f'"framegrabber.{name}_{part}"' for name in ("camera_name", "filename") for part in ("uom", "value")
    )
    assert header == f"{HEAD},{CUSTOM},{frames},{NAVIGATION}"


def test_record_names_stand_behind_the_id(site: Site) -> None:
    lines = site.admin.get("events", format="csv", add_record_ids=True, limit=1).text.split("\n")
    assert lines[0].startswith('"id","cruise_id","lowering_id","ts",')
    assert lines[1].startswith(f'"{EVENTS[0]}","AT37-14","4928",')


def test_a_lowering_without_a_cruise_stands_behind_the_time(site: Site) -> None:
    site.admin.delete("cruises/all")
    header = site.admin.get("events", format="csv", add_record_ids=True, limit=1).text.split("\n")[0]
    assert header.startswith('"id","ts","lowering_id","event_value"')


def test_line_ends_in_free_text_are_written_out(site: Site) -> None:
    site.admin.patch(f"events/{EVENTS[0]}", {"event_free_text": 'one\ntwo "three"\nfour'})
    line = site.admin.get(f"events/{EVENTS[0]}", format="csv").text.split("\n")[1]
    assert line.split(",")[4] == '"one\\ntwo ""three""\\nfour"'


def test_text_outside_latin_1_arrives(site: Site) -> None:
    site.admin.patch(f"events/{EVENTS[0]}", {"event_free_text": "Ærø, 深海 🐙"})
    answer = site.admin.get(f"events/{EVENTS[0]}", format="csv")
    assert "Ærø, 深海 🐙" in answer.content.decode("utf-8")


def test_nothing_found_is_a_404_in_csv_too(site: Site) -> None:
    answer = site.admin.get("events", format="csv", value="whale")
    assert (answer.status_code, answer.json()["message"]) == (404, "No records found")


def test_cruises_as_csv(site: Site) -> None:
    lines = site.admin.get(f"cruises/{CRUISE}", format="csv").text.split("\n")
    assert lines == [
        '"id","cruise_id","start_ts","stop_ts","cruise_location","cruise_tags","cruise_arrival_location"'
        ',"cruise_departure_location","cruise_description","cruise_name","cruise_participants","cruise_pi"'
        ',"cruise_vessel"',
        f'"{CRUISE}","AT37-14","2017-06-14T00:00:00.000Z","2017-06-28T00:00:00.000Z","Jaco Scar, Costa Rica"'
        ',"engineering","Costa Rica","Costa Rica","The cruise AT37-14","AT37-14","Erik Cordes,Webb Pinner"'
        ',"Dr. Erik Cordes","R/V Atlantis"',
    ]


def test_lowerings_without_a_description_as_csv(site: Site) -> None:
    meta = {"stats": {"max_depth": 943.2}, "milestones": {}, "depths": [1, 2]}
    site.admin.patch(f"lowerings/{LOWERING}", {"lowering_additional_meta": meta})
    lines = site.admin.get(f"lowerings/{LOWERING}", format="csv").text.split("\n")
    assert lines[0] == (
        '"id","lowering_id","start_ts","stop_ts","lowering_location","lowering_tags"'
        ',"depths","lowering_description","milestones","stats"'
    )
    assert lines[1].endswith(',"Jaco Scar","","1,2","","{}","{""max_depth"":943.2}"')
    assert len(site.admin.get("lowerings", format="csv").text.split("\n")) == 8


def test_rows_of_different_columns_leave_gaps_where_they_have_none() -> None:
    """More rows than are kept together, with names, commas and signs in turns."""
    events = [
        {"id": str(n), "event_free_text": "100 %s", "event_options": [option(f"o{n % 3}", f"{n},%")]}
        for n in range(1200)
    ]
    table = "".join(event_table(iter(events)))
    lines = table.split("\n")
    assert lines[0] == '"id","ts","event_value","event_author","event_free_text",' + ",".join(
        f'"event_option.o{n}"' for n in range(3)
    )
    cells = [["", "", ""] for _ in events]
    for n, row in enumerate(cells):
        row[n % 3] = f'"{n},%"'
    assert lines[1:] == [f'"{n}",,,,"100 %s",{",".join(row)}' for n, row in enumerate(cells)]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-170.236345", "-170.236345"),
        ("+1.5e-3", "+1.5e-3"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_formulas_are_written_raw_unless_the_installation_wants_them_tamed(
    settings: Any, text: str, safe: str
) -> None:
    """S15."""
    assert cell(text) == f'"{text}"'
    settings.CSV_SAFE = True
    assert cell(text) == f'"{safe}"'


def option(name: str, value: str) -> dict[str, str]:
    return {"event_option_name": name, "event_option_value": value}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", '""'),
        ('say "a"', '"say ""a"""'),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (1, "1"),
        (-1.5, "-1.5"),
        (100.0, "100"),
        (1e-5, "0.00001"),
        (1.5e-6, "0.0000015"),
        (1e-7, "1e-7"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        ({"a": [1]}, '"{""a"":[1]}"'),
    ],
)
def test_a_cell(value: Any, written: str) -> None:
    assert cell(value) == written


def test_names_that_come_again_are_numbered() -> None:
    value = {"data_name": "t", "data_value": 1}
    event = {
        "event_free_text": "",
        "event_options": [option("fish", "cod")] * 3,
        "aux_data": [{"data_source": "ctd", "data_array": [value, {**value, "data_uom": "C"}]}],
    }
    names, cells = flat_event(event)
    assert dict(zip(names, cells, strict=True)) == {
        "event_free_text": '""',
        "event_option.fish": '"cod"',
        "event_option.fish_2": '"cod"',
        "event_option.fish_3": '"cod"',
        "ctd.t_value": "1",
        "ctd.t_uom": "",
        "ctd.t_2_value": "1",
        "ctd.t_2_uom": '"C"',
    }
