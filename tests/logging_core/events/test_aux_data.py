from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.events.aux_data import attach_aux_data
from logging_core.events.models import AuxData, Event
from logging_core.shared import audit, feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput
from tests.logging_core.events.making import log, verbs

INSERTER = Actor("inserter", via="api")


def value(name: str, value: Any, **unit: Any) -> dict[str, Any]:
    return {"data_name": name, "data_value": value, **unit}


def attach(event: Event, values: Any, source: Any = "ctd", **fields: Any) -> AuxData:
    return attach_aux_data(actor=INSERTER, event=event, data_source=source, data_array=values, **fields)


@pytest.fixture
def event(logger: User) -> Event:
    return log(logger)


def test_a_second_record_of_one_source_replaces_the_first_under_its_id(event: Event) -> None:
    first = attach(event, [value("depth", 1)])
    second = attach(event, [value("depth", 2)])
    assert (second.id, second.version) == (first.id, 2)
    stored = AuxData.objects.get()
    assert stored.data_array == [value("depth", 2)]
    changed = audit.history("aux_data", first.id)[-1]
    assert (changed["before"]["data_array"], changed["after"]["data_array"]) == (
        [value("depth", 1)],
        [value("depth", 2)],
    )


def test_the_same_values_again_are_not_announced(event: Event) -> None:
    aux = attach(event, [value("depth", 1)])
    seq = feed.head().seq
    attach(event, [value("depth", 1)])
    assert feed.head().seq == seq
    assert verbs(aux.id) == ["create"]


def test_numbers_stay_numbers_and_texts_stay_texts_in_their_order(event: Event) -> None:
    sent = [
        value("z", 1.5),
        value("a", "1.5"),
        value("a", "01"),
        value("m", -3),
        value("lat", 45.123456789012345, data_uom="deg"),
        value("name", "Grüße 🐙"),
        value("empty", ""),
    ]
    attach(event, sent)
    stored = AuxData.objects.get().data_array
    assert stored == sent
    assert [type(element["data_value"]) for element in stored] == [float, str, str, int, float, str, str]


def test_an_empty_unit_is_left_out(event: Event) -> None:
    assert attach(event, [value("a", 1, data_uom="")]).data_array == [value("a", 1)]


def test_the_record_has_the_form_of_the_exchange(event: Event) -> None:
    aux = attach(event, [value("depth", 1, data_uom="m")], id="5" * 24)
    assert aux.record() == {
        "id": "5" * 24,
        "event_id": event.id,
        "data_source": "ctd",
        "data_array": [{"data_name": "depth", "data_value": 1, "data_uom": "m"}],
    }


def test_sources_of_one_event_stand_side_by_side(event: Event) -> None:
    attach(event, [], "ctd")
    attach(event, [], "nav")
    assert AuxData.objects.current().count() == 2


@pytest.mark.parametrize(
    ("field", "source", "values"),
    [
        ("data_source", "", []),
        ("data_source", "x" * 101, []),
        ("data_source", None, []),
        ("data_array", "ctd", None),
        ("data_array", "ctd", {}),
        ("data_array[0]", "ctd", ["depth"]),
        ("data_array[0].data_value", "ctd", [{"data_name": "depth"}]),
        ("data_array[1].data_value", "ctd", [value("a", 1), value("b", True)]),
        ("data_array[0].data_value", "ctd", [value("a", [1])]),
        ("data_array[0].data_value", "ctd", [value("a", float("nan"))]),
        ("data_array[0].data_value", "ctd", [value("a", float("-inf"))]),
        ("data_array[0].data_value", "ctd", [value("a", "\x00")]),
        ("data_array[0].data_name", "ctd", [value("", 1)]),
        ("data_array[0].data_uom", "ctd", [value("a", 1, data_uom=5)]),
    ],
)
def test_a_wrong_value_is_refused_by_its_place(event: Event, field: str, source: Any, values: Any) -> None:
    with pytest.raises(BadInput) as refused:
        attach(event, values, source)
    assert list(refused.value.details["fields"]) == [field]
    assert not AuxData.objects.exists()
