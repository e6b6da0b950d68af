"""The parser check: what device definitions or patterns make of pasted lines."""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.loggers.device_digests import definition_paths
from logging_core.loggers.intake import definitions_folder
from logging_core.loggers.models import CruiseDefinition, LoggerControl
from logging_core.loggers.transforms.parse import DEFAULT_PATH
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.http import PageEndpoint, body_of
from logging_core.shared.permissions import WRITE_LOGGERS
from logging_core.shared.text import checked_text

MOST_LINES, LONGEST_LINE, MOST_PATTERNS = 50, 2000, 100
PATIENCE_S = 5


class ParserCheck(PageEndpoint):
    """`lines` against `patterns` (a text, one a line), or devices: `definition_path` of a `definition`."""

    scopes = {"GET": WRITE_LOGGERS, "POST": WRITE_LOGGERS}

    def get(self, request: Request) -> Response:
        """Which device files the running definition parses by."""
        definition = _definition("")
        configs = definition.expanded["configs"] if definition else {}
        return Response({"definition_paths": sorted(set(definition_paths(configs))) or [DEFAULT_PATH]})

    def post(self, request: Request) -> Response:
        body = body_of(request)
        definition = _definition(body.get("definition") or "")
        asked = {
            "lines": _lines(body, "lines", MOST_LINES),
            "patterns": _lines(body, "patterns", MOST_PATTERNS),
            "record_format": checked_text(body.get("record_format", ""), "record_format", longest=500),
            "definition_path": checked_text(
                body.get("definition_path") or DEFAULT_PATH, "definition_path", longest=2000
            ),
            "base_dir": str(definition.folder if definition else definitions_folder()),
        }
        if not asked["lines"]:
            raise wrong("lines", "is required")
        return Response(_inspected(asked))


def _definition(id: str) -> CruiseDefinition | None:
    if id:
        return CruiseDefinition.objects.filter(id=str(id)).first()
    return LoggerControl.objects.select_related("definition").get(pk=1).definition


def _lines(body: dict[str, Any], field: str, most: int) -> list[str]:
    text = checked_text(body.get(field, ""), field, longest=most * LONGEST_LINE)
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    if len(lines) > most or any(len(line) > LONGEST_LINE for line in lines):
        raise wrong(field, f"may have {most} lines of {LONGEST_LINE} characters")
    return lines


def _inspected(asked: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "logging_core.loggers.parsing.inspection"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            cwd=settings.BASE_DIR,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(f"This took over {PATIENCE_S} s: a pattern is too slow on one of the lines.") from None
    answer = json.loads(done.stdout)
    if "problem" in answer:
        raise BadInput(answer["problem"].replace(f"{asked['base_dir']}/", ""))
    return answer
