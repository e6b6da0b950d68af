"""A picture that another program writes into a folder of this host."""

import os

from logging_core.automation.aux_rules.cameras.camera import Camera
from logging_core.automation.aux_rules.cameras.fetched import Fetched, NoPicture, check_size
from logging_core.automation.aux_rules.cameras.folders import confined
from logging_core.shared import clock
from logging_core.shared.errors import Refusal


def fetch(camera: Camera) -> Fetched:
    """Raises NoPicture. A pipe or device is none, and nobody waits for one."""
    try:
        descriptor = os.open(confined(camera.path), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            known = os.fstat(descriptor)
            check_size(known.st_size)
            content = file.read(known.st_size + 1)
    except Refusal as refusal:
        raise NoPicture(refusal.message) from None
    except OSError as problem:
        raise NoPicture(f"{camera.path}: {problem.strerror}") from None
    return Fetched(content, clock.now().timestamp() - known.st_mtime)
