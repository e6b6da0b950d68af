"""What a template may ask, and which answers it accepts."""

from typing import Any

import pytest

from logging_core.event_templates.models import EventTemplate
from logging_core.event_templates.rules import OPTION_TYPES, check_answers, checked_options
from logging_core.shared.errors import BadInput

CHOICES = ["left", "right", "up, or down"]


def question(kind: str, **fields: Any) -> dict[str, Any]:
    return {"event_option_name": "Arm Used", "event_option_type": kind, "event_option_values": CHOICES} | {
        f"event_option_{name}": value for name, value in fields.items()
    }


def template(*questions: dict[str, Any], free_text_required: bool = False) -> EventTemplate:
    asked = checked_options(list(questions))
    return EventTemplate(event_name="Sample", options=asked, event_free_text_required=free_text_required)


def answer(value: Any, name: str = "arm_used") -> dict[str, Any]:
    return {"event_option_name": name, "event_option_value": value}


ACCEPTED = [
    ("static text", "left"),
    ("text", "any text"),
    ("text", ""),
    ("dropdown", "left"),
    ("dropdown", "up, or down"),
    ("dropdown", ""),
    ("radio buttons", "right"),
    ("radio buttons", ""),
    ("checkboxes", "left"),
    ("checkboxes", ["left", "right"]),
    ("checkboxes", []),
]
REFUSED = [
    ("text", ["a", "b"], "one value only"),
    ("static text", ["a"], "one value only"),
    ("dropdown", "Left", "not one of the choices"),
    ("dropdown", "middle", "not one of the choices"),
    ("dropdown", ["left"], "one value only"),
    ("radio buttons", "middle", "not one of the choices"),
    ("radio buttons", ["left", "right"], "one value only"),
    ("checkboxes", ["left", "middle"], "not one of the choices"),
    ("checkboxes", "left;right", "not one of the choices"),
]


@pytest.mark.parametrize(("kind", "value"), ACCEPTED)
def test_an_answer_that_fits_its_question_is_accepted(kind: str, value: Any) -> None:
    check_answers(template(question(kind)), [answer(value)], "")


@pytest.mark.parametrize(("kind", "value", "complaint"), REFUSED)
def test_an_answer_that_does_not_fit_is_refused_by_the_name_of_its_option(
    kind: str, value: Any, complaint: str
) -> None:
    with pytest.raises(BadInput, match=complaint) as refused:
        check_answers(template(question(kind)), [answer(value)], "")
    assert list(refused.value.details["fields"]) == ["arm_used"]


@pytest.mark.parametrize("kind", ["dropdown", "radio buttons", "checkboxes"])
def test_a_choice_that_allows_free_answers_takes_any(kind: str) -> None:
    check_answers(template(question(kind, allow_freeform=True)), [answer("middle")], "")


ASKING_TYPES = [kind for kind in OPTION_TYPES if kind != "static text"]
NOTHING = [(kind, given) for kind in ASKING_TYPES for given in ([], [answer("")])]


@pytest.mark.parametrize(
    ("kind", "given"), [*NOTHING, ("checkboxes", [answer([])]), ("checkboxes", [answer([""])])]
)
def test_a_required_answer_must_be_there(kind: str, given: list[dict[str, Any]]) -> None:
    with pytest.raises(BadInput, match='"arm_used" is required'):
        check_answers(template(question(kind, required=True)), given, "")
    check_answers(template(question(kind, required=True)), [answer("left")], "")


def test_a_required_static_text_needs_no_answer() -> None:
    check_answers(template(question("static text", required=True)), [], "")


def test_an_answer_to_a_question_nobody_asked_is_refused() -> None:
    with pytest.raises(BadInput, match="'Sample'") as refused:
        check_answers(template(question("text")), [answer("x", "depth")], "")
    assert list(refused.value.details["fields"]) == ["depth"]


def test_one_question_is_answered_once() -> None:
    with pytest.raises(BadInput, match='"arm_used" is answered twice'):
        check_answers(template(question("radio buttons")), [answer("left"), answer("right")], "")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_required_free_text_must_hold_something(text: str) -> None:
    with pytest.raises(BadInput, match='"event_free_text" is required'):
        check_answers(template(free_text_required=True), [], text)
    check_answers(template(free_text_required=True), [], "seen")
    check_answers(template(), [], text)


@pytest.mark.parametrize("other", ["arm used", "ARM  USED", "arm_used"])
def test_two_questions_whose_names_would_be_stored_alike_are_refused(other: str) -> None:
    with pytest.raises(BadInput, match="asked twice") as refused:
        checked_options([question("text"), question("text", name=other)])
    assert list(refused.value.details["fields"]) == ["event_options[1].event_option_name"]


@pytest.mark.parametrize(
    ("option", "field"),
    [
        ("text", "event_options[0]"),
        (question("slider"), "event_options[0].event_option_type"),
        (question("Text"), "event_options[0].event_option_type"),
        ({"event_option_name": "a"}, "event_options[0].event_option_type"),
        ({"event_option_type": "text"}, "event_options[0].event_option_name"),
        (question("text", name=""), "event_options[0].event_option_name"),
        (question("text", name="x" * 101), "event_options[0].event_option_name"),
        (question("dropdown", values="left"), "event_options[0].event_option_values"),
        (question("dropdown", values=[1]), "event_options[0].event_option_values"),
        (question("text", default_value=5), "event_options[0].event_option_default_value"),
    ],
)
def test_a_wrong_question_is_refused_by_its_place(option: Any, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_options([option])
    assert list(refused.value.details["fields"]) == [field]


def test_a_question_keeps_what_was_said_and_fills_in_the_rest() -> None:
    assert checked_options([{"event_option_name": "Depth", "event_option_type": "text"}]) == [
        {
            "event_option_name": "Depth",
            "event_option_type": "text",
            "event_option_values": [],
            "event_option_allow_freeform": False,
            "event_option_required": False,
        }
    ]
