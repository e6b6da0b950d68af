"""What is done with cruise definitions: take them in, load them again, tell whether their files changed."""

from pathlib import Path

from django.conf import settings

from logging_core.loggers.actions import By, apply_definition, check_may_change
from logging_core.loggers.intake import Checked, check, definitions_folder, digests
from logging_core.loggers.models import CruiseDefinition, LoggerControl
from logging_core.loggers.uploads import Files, main_file, uploaded
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict


def load_definition(*, actor: Actor, by: By, file: Path, base_dir: Path) -> CruiseDefinition:
    """Check a file that lies on the server and keep it as a definition. Raises BadDefinition; applies nothing."""
    check_may_change(by)
    return _stored(actor, check(file, base_dir))


def upload_definition(*, actor: Actor, by: By, files: Files, main: str = "") -> CruiseDefinition:
    """Check files from elsewhere and keep them in a folder of their own.

    Raises BadInput for what is no set of definition files and BadDefinition for a bad one; nothing stays then.
    """
    check_may_change(by)
    with uploaded(files) as folder:
        return _stored(actor, check(main_file(folder, main), folder))


def reload_definition(*, actor: Actor, by: By, preserve: bool = True) -> LoggerControl:
    """Check the file of the running definition again and apply it as it is now."""
    check_may_change(by)
    current = LoggerControl.objects.select_related("definition").get(pk=1).definition
    if current is None:
        raise Conflict("No cruise definition is loaded.")
    with recorded(actor):
        definition = load_definition(actor=actor, by=by, file=current.file, base_dir=current.folder)
        return apply_definition(actor=actor, by=by, definition=definition, preserve=preserve)


def is_stale(definition: CruiseDefinition) -> bool:
    """Whether a file that the definition was read from has changed since."""
    files = [definition.folder / name for name in definition.files]
    return digests(files, definition.folder) != definition.files


def _stored(actor: Actor, checked: Checked) -> CruiseDefinition:
    with recorded(actor) as changes:
        definition = CruiseDefinition.objects.create(
            file_name=checked.file.name[:255],
            path=_relative(checked.file),
            base_dir=_relative(checked.base_dir),
            text=checked.text.replace("\0", ""),
            expanded=checked.expanded,
            files=checked.files,
            devices=checked.devices,
            warnings=checked.warnings,
            loaded_by=actor.name[:100],
        )
        changes.add("cruise_definition", "load", definition.id, after=definition.record())
    return definition


def _relative(path: Path) -> str:
    """Below the folder of definitions the data folder may move."""
    definitions_folder()
    real = path.resolve()
    return (
        str(real.relative_to(settings.DEFINITIONS_DIR))
        if real.is_relative_to(settings.DEFINITIONS_DIR)
        else str(real)
    )
