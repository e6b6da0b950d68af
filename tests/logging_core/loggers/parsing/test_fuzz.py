"""Lines from hell: no crash, no wrong value, every refusal counted."""

import math
import random

import pytest

from logging_core.loggers.parsing.record_parser import RecordParser

PATTERNS = {
    "GGA": "${:2l}GGA,{Time:of},{Latitude:nlat_dir},{Longitude:nlat_dir},{Fix:od},{N:od},{DOP:of},{Alt:of},M*{:x}",
    "HDT": "${:2l}HDT,{Heading:f},T*{:x}",
    "VTG": "${:2l}VTG,{Course:of},T,{Mag:of},M,{Speed:of},N,{Km:of},K,{Mode:ow}*{:x}",
    "DEP": "{Depth:g} m {Temp:og}",
}
SOUND = {  # what these sentences say, worked out by hand
    "GPGGA,000000.70,2200.112071,S,01756.3602,W,1,10,0.9,1.04,M": {
        "Time": 0.7,
        "Latitude": -(22 + 0.112071 / 60),
        "Longitude": -(17 + 56.3602 / 60),
        "Fix": 1,
        "N": 10,
        "DOP": 0.9,
        "Alt": 1.04,
    },
    "GPGGA,,,,,,,,M": dict.fromkeys(("Time", "Latitude", "Longitude", "Fix", "N", "DOP", "Alt")),
    "GPHDT,218.83,T": {"Heading": 218.83},
    "GPVTG,213.66,T,,M,9.4,N,,K,A": {"Course": 213.66, "Mag": None, "Speed": 9.4, "Km": None, "Mode": "A"},
    "GPGGA,1,9100.0,N,18100.0,E,1,1,1,1,M": {
        "Time": 1.0,
        "Latitude": None,
        "Longitude": None,
        "Fix": 1,
        "N": 1,
        "DOP": 1.0,
        "Alt": 1.0,
    },
}
BODIES = list(SOUND)
HEAD = "gps 2026-05-01T12:00:00Z "
LETTERS = "0123456789.,-+*$eExXnNaAiIfFSWNE \t\r\x00\xff\u0663é"


def sentence(body):
    number = 0
    for byte in body.encode():
        number ^= byte
    return f"${body}*{number:02X}"


def line(dice):
    kind = dice.random()
    good = (
        sentence(dice.choice(BODIES)) if dice.random() < 0.8 else f"{dice.uniform(-1, 9000):.2f} m {dice.random()}"
    )
    if kind < 0.3:
        letters = list(good)
        for _ in range(dice.randint(1, 4)):
            letters[dice.randrange(len(letters))] = dice.choice(LETTERS)
        return "".join(letters)
    if kind < 0.4:
        return good[: dice.randrange(len(good) + 1)]
    if kind < 0.5:  # two glued, or a device that ends its lines with CR only
        return good + dice.choice(["", "\r", " "]) + sentence(dice.choice(BODIES))
    if kind < 0.6:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randint(0, 60)))
    if kind < 0.65:
        return dice.choice(
            [f"{good[:20]}{'9' * dice.randint(300, 1000)}", "nan m inf", "1e400 m 1e999", "1,5 m 2,5"]
        )
    if kind < 0.66:
        return dice.choice(LETTERS) * 10_000
    if kind < 0.7:
        return good.partition("*")[0]
    return good


def check(text, found):
    """What is accepted may hold no number that is none, no angle that does not exist, and no broken sentence."""
    text = text.strip()
    if text[:1] == "$" and "*" in text:
        body, _, digits = text[1:].rpartition("*")
        assert sentence(body)[-2:] == digits[-2:].upper(), text
        if body in SOUND:
            assert found.fields == pytest.approx(SOUND[body], abs=1e-9), text
    for name, value in found.fields.items():
        assert value is None or not isinstance(value, float) or math.isfinite(value), (name, text)
    assert abs(found.fields.get("Latitude") or 0) <= 90
    assert abs(found.fields.get("Longitude") or 0) <= 180


def fuzz(count, seed):
    dice = random.Random(seed)
    parser = RecordParser(field_patterns={"gps": PATTERNS})
    accepted = 0
    for _ in range(count):
        text = line(dice)
        before = parser.tally.total()
        found = parser.parse(HEAD + text)
        if found is None:
            assert parser.tally.total() == before + 1
        else:
            accepted += 1
            check(text, found)
    assert accepted > count // 5
    assert parser.tally.total() > count // 5


def test_twenty_thousand_bad_lines():
    fuzz(20_000, 1)


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_a_million_bad_lines():
    fuzz(1_000_000, 2)
