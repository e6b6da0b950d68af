"""The cruise definition of the demonstration: taken in as anybody's upload is, and applied."""

import json
from pathlib import Path

from logging_core.demo import places, voyage
from logging_core.loggers.actions import apply_definition
from logging_core.loggers.definitions import upload_definition
from logging_core.loggers.models import CruiseDefinition
from logging_core.shared.announce import Actor, recorded

ACTOR = Actor("demo", via="command")
FOLDER = Path(__file__).parent / "definition"
MAIN, SITE = "cruise.yaml", "site.yaml"


def load_once() -> CruiseDefinition | None:
    """Load and apply it where no definition was ever loaded: what people chose or removed stays so."""
    cruise = voyage.stored_cruise()
    if cruise is None or CruiseDefinition.objects.exists():
        return None
    with recorded(ACTOR, "the loggers of the demonstration"):
        definition = upload_definition(actor=ACTOR, by=None, files=files(cruise.name), main=MAIN)
        apply_definition(actor=ACTOR, by=None, definition=definition, preserve=False)
    return definition


def files(cruise: str) -> dict[str, bytes]:
    """Name to content, `site.yaml` for this installation (JSON is YAML)."""
    read = {file.name: file.read_bytes() for file in sorted(FOLDER.glob("*.yaml"))}
    return read | {SITE: json.dumps({"variables": places.variables(cruise)}, indent=2).encode()}
