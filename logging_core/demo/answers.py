"""What invented people answer: the same seed gives the same answers."""

from random import Random
from typing import Any

from logging_core.demo.templates import BUTTONS, Button, Question
from logging_core.events.rules import checked_options

Answers = list[dict[str, Any]]
OFTEN_ANSWERED = 0.75
PRESSED = [button for button in BUTTONS if button.often]
TYPED = {
    "Sample ID": lambda random: f"{random.choice('RBWC')}{random.randint(1, 60):02d}",
    "Waypoint": lambda random: f"WP{random.randint(2, 19)}",
    "Size cm": lambda random: str(random.randint(5, 60)),
    "Length cm": lambda random: str(random.randint(12, 28)),
    "Temperature degC": lambda random: f"{random.uniform(3, 31):.1f}",
    "Pilot": lambda random: random.choice(("J. van Dam", "R. Amsel")),
    "Logger": lambda random: random.choice(("T. Okeke", "L. Ferrer", "A. Sato")),
}


def press(random: Random) -> Button:
    """One of the buttons, the frequent ones more often."""
    return random.choices(PRESSED, weights=[button.often for button in PRESSED])[0]


def answers(button: Button, random: Random) -> Answers:
    """All required questions answered, most others too, in the form in which events store them."""
    given = [
        (question, _answer(question, random)) for question in button.questions if _is_answered(question, random)
    ]
    return checked_options(
        [
            {"event_option_name": question["event_option_name"], "event_option_value": value}
            for question, value in given
        ]
    )


def remark(button: Button, random: Random) -> str:
    return random.choice(button.remarks) if button.remarks else ""


def needs_form(button: Button) -> bool:
    """Whether a click opens questions, so that the event is a draft for a while."""
    return button.text_required or any(q["event_option_type"] != "static text" for q in button.questions)


def _is_answered(question: Question, random: Random) -> bool:
    always = question["event_option_required"] or question["event_option_type"] == "static text"
    return always or random.random() < OFTEN_ANSWERED


def _answer(question: Question, random: Random) -> str | list[str]:
    kind, values = question["event_option_type"], question["event_option_values"]
    if kind == "static text":
        return question["event_option_default_value"]
    if kind == "text":
        return TYPED[question["event_option_name"]](random)
    if kind == "checkboxes":
        chosen = random.sample(values, random.randint(1, min(2, len(values))))
        return [value for value in values if value in chosen]
    return random.choice(values)
