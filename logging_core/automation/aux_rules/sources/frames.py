"""Pictures of cameras at the time of the event, all cameras at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from logging_core.automation.aux_rules import configuring
from logging_core.automation.aux_rules.cameras import files, http, naming, pictures
from logging_core.automation.aux_rules.cameras.camera import Camera, checked_cameras
from logging_core.automation.aux_rules.cameras.fetched import Fetched, NoPicture
from logging_core.automation.aux_rules.gathering import Gathered, NoAnswer, Sign
from logging_core.automation.aux_rules.models import AuxRule
from logging_core.automation.aux_rules.wanted import Elements


def _over_sftp(camera: Camera) -> Fetched:
    from logging_core.automation.aux_rules.cameras import sftp  # its library is large

    return sftp.fetch(camera)


FETCH: dict[str, Callable[[Camera], Fetched]] = {
    "http": http.fetch,
    "https": http.fetch,
    "sftp": _over_sftp,
    "file": files.fetch,
}


def checked(config: Any) -> dict[str, Any]:
    """`{cameras: [...]}`."""
    return configuring.strict(config, {"cameras": checked_cameras})


@dataclass(frozen=True)
class Shot:
    """One camera's answer: the name of the stored picture, its thumbnail, or the trouble."""

    camera: str
    filename: str = ""
    digest: str = ""
    small: bytes = b""
    trouble: str = ""


def gather(
    rule: AuxRule, moment: datetime, *, keep: bool = True, resting: frozenset[str] = frozenset()
) -> Gathered:
    """A camera that fails or rests is left out and told; NoAnswer when that is all of them."""
    cameras = [Camera(**camera) for camera in rule.config["cameras"]]
    awake = [camera for camera in cameras if camera.name not in resting]
    if not awake:
        raise NoAnswer("no camera is asked: each failed a moment ago", [])
    with ThreadPoolExecutor(len(awake)) as threads:
        shots = list(threads.map(lambda camera: _shot(camera, moment, keep), awake))
    signs = [Sign(shot.camera, shot.trouble, shot.digest) for shot in shots]
    notes = [f"{shot.camera}: {shot.trouble}" for shot in shots if shot.trouble]
    notes += [f"{name} is not asked: it failed a moment ago" for name in sorted(resting)]
    good = [shot for shot in shots if not shot.trouble]
    if not good:
        raise NoAnswer("; ".join(notes), signs)
    elements = [element for shot in good for element in _elements(shot)]
    return Gathered(elements, notes, signs=signs, preview=[pictures.as_address(shot.small) for shot in good])


def _elements(shot: Shot) -> Elements:
    """The pair by which existing clients know a picture."""
    return [
        {"data_name": "camera_name", "data_value": shot.camera},
        {"data_name": "filename", "data_value": shot.filename},
    ]


def _shot(camera: Camera, moment: datetime, keep: bool) -> Shot:
    name = naming.picture_name(camera.prefix, moment, camera.suffix)
    try:
        fetched = FETCH[camera.parts.scheme](camera)
        if fetched.age_s is not None and fetched.age_s > camera.max_age_s:
            raise NoPicture(f"its picture is {fetched.age_s:.0f} s old, {camera.max_age_s} s are allowed")
        small = pictures.small(fetched.content, name)
        where = str(pictures.keep(fetched.content, small, name)) if keep else name
    except NoPicture as cause:
        return Shot(camera.name, trouble=str(cause))
    return Shot(camera.name, where, pictures.digest(fetched.content), small)
