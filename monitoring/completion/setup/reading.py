"""Set-up files: YAML, JSON, or the XML of a Django object dump, all to the same dictionary.

archive: {name: final, root: /data/archives/final, layout: SDS}
configuration: {f_analysis: 4, w_analysis: 8, ..., networks: [PF], stations: [PF.RER], sources: [IPGP]}
monitoring: {start_year: 2020, end_year: 2024}
sources: [{name: IPGP, kind: FDSNWS, priority: 1, parameters: {url: ...}, nslc: ["PF.*.*.HH?"]}]
"""

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import yaml
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from logging_core.shared.errors import wrong

SECTIONS = ("archive", "configuration", "monitoring", "sources")
SINGLE = {"configuration": "configuration", "archivemonitoring": "monitoring", "archive": "archive"}
MOST_BYTES = 10_000_000


def read(path: Path) -> dict[str, Any]:
    """The sections of a file. Raises BadInput that names the file and what is wrong."""
    try:
        text = path.read_bytes()[: MOST_BYTES + 1].decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise wrong("config_file", f"{path}: {problem}") from None
    if len(text) > MOST_BYTES:
        raise wrong("config_file", f"{path}: is larger than {MOST_BYTES // 1_000_000} MB")
    told = _parsed(path, text)
    if not isinstance(told, dict) or set(told) - set(SECTIONS):
        raise wrong("config_file", f"{path}: must hold the sections {', '.join(SECTIONS)}, and no other")
    return told


def _parsed(path: Path, text: str) -> Any:
    try:
        if text.lstrip().startswith("<"):
            return _from_dump(fromstring(text, forbid_dtd=True))
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (ParseError, DefusedXmlException, ValueError, yaml.YAMLError) as problem:
        raise wrong("config_file", f"{path}: {problem}") from None


def _from_dump(root: Element) -> dict[str, Any]:
    """`<object model="app.model"><field name="x">text</field>`: models by their name, whatever their app."""
    told: dict[str, Any] = {}
    for row in root.iter("object"):
        model = row.get("model", "").rpartition(".")[2].lower()
        fields = {field.get("name", ""): _value(field) for field in row.iter("field")}
        if model == "source":
            told.setdefault("sources", []).append(fields)
        elif model in SINGLE:
            told[SINGLE[model]] = fields
    return told


def _value(field: Element) -> Any:
    """Lists of names are written as `<object>` rows or as words parted by commas."""
    text = (field.text or "").strip()
    if field.get("type") == "JSONField" or text[:1] in "[{":
        return yaml.safe_load(text) if text else None
    if text in ("True", "False"):
        return text == "True"
    return int(text) if text.isascii() and text.isdigit() else text
