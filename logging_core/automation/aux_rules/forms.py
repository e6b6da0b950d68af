"""The forms of the rules: what a browser sends as the actions take it, and a rule as a form shows it."""

from typing import Any

from django.http import QueryDict

from logging_core.automation.aux_rules.configuring import steps_as_text
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.automation.aux_rules.rules import LONGEST_AGE, WAIT
from logging_core.shared.errors import wrong

VALUE = ("field", "name", "uom", "round", "no_output", "static", "modify")
CAMERA = ("name", "address", "prefix", "suffix", "max_age_s", "timeout_s", "secret", "host_key")
PLAIN = ("name", "data_source", "except_values", "longest_age_s", "wait_s")
CONFIG = {
    Kind.STREAMS: ("method", "max_age_s"),
    Kind.INFLUXDB: ("url", "org", "bucket", "secret", "verify_ssl", "measurements"),
    Kind.FRAMES: (),
    Kind.POSTED: (),
}
NUMBERS = ("longest_age_s", "wait_s", "max_age_s", "timeout_s", "round")
Shown = dict[str, Any]


def read(post: QueryDict) -> Shown:
    """A rule as it was typed. Rows that were left empty are left out. Raises BadInput."""
    kind = post.get("kind", "")
    if kind not in Kind.values:
        raise wrong("kind", f"must be one of {', '.join(Kind.values)}")
    shown = {name: post.get(name, "") for name in ("id", "version", *PLAIN, *CONFIG[Kind(kind)])}
    return shown | {
        "kind": kind,
        "during_lowering": "during_lowering" in post,
        "values": [row for row in _rows(post, "value", VALUE) if row["field"] or row["name"]],
        "cameras": [row for row in _rows(post, "camera", CAMERA) if row["name"] or row["address"]],
    }


def _rows(post: QueryDict, prefix: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The fields of a row stand beside each other: `value_field`, `value_name`, as many as there are rows."""
    columns = [post.getlist(f"{prefix}_{name}") for name in names]
    if len({len(column) for column in columns}) > 1:
        raise wrong(prefix, "is not whole")
    return [dict(zip(names, (part.strip() for part in row), strict=True)) for row in zip(*columns, strict=True)]


def told(shown: Shown) -> dict[str, Any]:
    """What the actions take."""
    kind = Kind(shown["kind"])
    config = {name: _number(name, shown[name]) for name in CONFIG[kind]}
    if kind == Kind.INFLUXDB:
        config["verify_ssl"] = {"yes": True, "no": False}.get(shown["verify_ssl"])
        config["measurements"] = [word.strip() for word in shown["measurements"].splitlines() if word.strip()]
    if kind in (Kind.STREAMS, Kind.INFLUXDB):
        config["values"] = [_value(row) for row in shown["values"]]
    if kind == Kind.FRAMES:
        config["cameras"] = [{name: _number(name, text) for name, text in row.items()} for row in shown["cameras"]]
    plain = {name: _number(name, shown[name]) for name in PLAIN}
    return plain | {"kind": str(kind), "during_lowering": shown["during_lowering"], "config": config}


def _value(row: dict[str, str]) -> dict[str, Any]:
    return {name: text == "yes" if name == "no_output" else _number(name, text) for name, text in row.items()}


def _number(name: str, text: str) -> Any:
    """What is no number stays text, and the check that follows tells so."""
    digits = text.removeprefix("-")
    return int(text) if name in NUMBERS and digits.isascii() and digits.isdigit() and len(digits) < 10 else text


def empty(kind: str) -> Shown:
    """A new rule of a kind, with what is usual."""
    if kind not in Kind.values:
        kind = Kind.STREAMS
    rule = AuxRule(kind=kind)
    rule.longest_age_s = LONGEST_AGE.get(Kind(kind), 86_400)
    rule.wait_s = WAIT.get(Kind(kind), 600)
    rule.config = {"max_age_s": 10} if kind == Kind.STREAMS else {}
    shown = of(rule)
    row = dict.fromkeys(CAMERA, "") | {"suffix": ".jpg", "max_age_s": 20, "timeout_s": 3}
    return shown | {"id": "", "cameras": [row] if kind == Kind.FRAMES else []}


def of(rule: AuxRule) -> Shown:
    """A rule as the form shows it."""
    config = rule.config
    shown: Shown = {name: getattr(rule, name) for name in ("id", "version", "enabled", *PLAIN)}
    shown |= {name: config.get(name, "") for name in CONFIG[Kind(rule.kind)]}
    if rule.kind == Kind.INFLUXDB:
        shown["verify_ssl"] = {True: "yes", False: "no"}.get(config.get("verify_ssl"), "")
        shown["measurements"] = "\n".join(config.get("measurements", []))
    return shown | {
        "kind": str(rule.kind),
        "except_values": ", ".join(rule.except_values),
        "during_lowering": rule.during_lowering,
        "values": [_row_of(value) for value in config.get("values", [])],
        "cameras": config.get("cameras", []),
    }


def _row_of(value: dict[str, Any]) -> dict[str, Any]:
    row = {name: value.get(name, "") for name in VALUE}
    return row | {
        "modify": steps_as_text(value.get("modify")),
        "no_output": "yes" if value.get("no_output") else "",
    }
