"""Camera pictures of the demonstration, drawn by program: a sea floor in the light of the vehicle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

from django.conf import settings
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from logging_core.automation.aux_rules.cameras.naming import picture_name
from logging_core.automation.aux_rules.cameras.pictures import SMALL_FOLDER, small_name
from logging_core.demo import sea
from logging_core.demo.voyage import VEHICLE, Dive

CAMERAS = {"science": "sci", "pilot": "plt"}
WIDTH, HEIGHT = 960, 540
SMALL = (WIDTH // 2, HEIGHT // 2)  # the scene is drawn small: water softens what a camera sees
GROUND = (WIDTH, HEIGHT)  # each picture shows another piece of it
FLOOR_IN_SIGHT_M = 12.0
PREFIX = "demo_"
KEPT = 600
Shape = Callable[[ImageDraw.ImageDraw, Random, int, int], None]


@dataclass(frozen=True)
class Shot:
    """What one camera sees at a moment."""

    camera: str
    moment: datetime
    dive: str
    pose: sea.Pose

    @property
    def file_name(self) -> str:
        return picture_name(PREFIX, self.moment, f"_{CAMERAS[self.camera]}.jpg")


def grab(dive: Dive, moment: datetime) -> dict[str, str]:
    """Draw what every camera sees; gives the file name of each camera. The same moment is drawn once."""
    pose = sea.vehicle(dive, moment)
    shots = [Shot(camera, moment, dive.name, pose) for camera in CAMERAS]
    for shot in shots:
        path = settings.IMAGES_DIR / shot.file_name
        if not path.exists():
            _save(draw(shot), path)
    return {shot.camera: shot.file_name for shot in shots}


def prune(folder: Path, kept: int = KEPT) -> int:
    """Remove all but the newest pictures of the demonstration; returns how many were removed."""
    names = sorted(path.name for path in folder.glob(f"{PREFIX}*.jpg"))
    old = names[: max(0, len(names) - kept)]
    for name in old:
        (folder / name).unlink(missing_ok=True)
        (folder / SMALL_FOLDER / small_name(name)).unlink(missing_ok=True)
    return len(old)


def _save(picture: Image.Image, path: Path) -> None:
    """A page never sees half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    picture.save(draft, "JPEG", quality=75)
    draft.replace(path)


def draw(shot: Shot) -> Image.Image:
    random = Random(f"{shot.camera} {int(shot.moment.timestamp()) // 45}")  # noqa: S311  (scenery, no secret)
    scene = _water().copy()
    if shot.pose.altitude < FLOOR_IN_SIGHT_M:
        _floor(scene, random, horizon=95 if shot.camera == "pilot" else 40)
    _particles(scene, random)
    picture = ImageChops.multiply(scene, _light()).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    if shot.pose.altitude < FLOOR_IN_SIGHT_M:
        _lasers(picture, shot)
    _overlay(picture, shot)
    return picture


@cache
def _water() -> Image.Image:
    depth = Image.linear_gradient("L").resize(SMALL)
    return ImageOps.colorize(depth, black=(6, 26, 44), mid=(16, 66, 88), white=(30, 96, 108))


@cache
def _light() -> Image.Image:
    """The cone of the lamps: bright in the middle, dark at the edges."""
    falloff = ImageOps.invert(Image.radial_gradient("L")).resize((SMALL[0], int(SMALL[1] * 1.25)))
    cone = falloff.crop((0, 0, *SMALL)).point(lambda level: min(255, 70 + level))
    return Image.merge("RGB", (cone, cone, cone))


@cache
def _grain() -> Image.Image:
    """Sediment: patches of some decimetres with fine grain on them."""
    patches = Image.effect_noise((SMALL[0] // 6, SMALL[1] // 6), 110).resize(GROUND, Image.Resampling.BICUBIC)
    return Image.blend(patches, Image.effect_noise(GROUND, 50), 0.45)


@cache
def _haze() -> Image.Image:
    """How much of the water's colour lies over the bottom: the more the farther away."""
    return ImageOps.invert(Image.linear_gradient("L")).resize(SMALL).point(lambda level: max(0, level - 70))


def _floor(scene: Image.Image, random: Random, horizon: int) -> None:
    mask = Image.new("L", SMALL)
    ridge, height = [(0, SMALL[1])], float(horizon)
    for x in range(0, SMALL[0] + 20, 20):
        height = min(horizon + 40.0, max(horizon - 25.0, height + random.uniform(-9, 9)))
        ridge.append((x, int(height)))
    ImageDraw.Draw(mask).polygon([*ridge, SMALL], fill=255)
    x, y = random.randrange(SMALL[0]), random.randrange(SMALL[1])
    grain = _grain().crop((x, y, x + SMALL[0], y + SMALL[1]))
    ground = ImageOps.colorize(grain, black=(58, 60, 52), mid=(142, 138, 116), white=(206, 198, 168))
    scene.paste(ground, mask=mask)
    scene.paste(_water(), mask=_haze())
    pen = ImageDraw.Draw(scene)
    for _ in range(random.randint(6, 12)):
        x, y = random.randrange(SMALL[0]), random.randrange(horizon + 25, SMALL[1])
        random.choices((_rock, _coral, _star), weights=(9, 6, 1))[0](pen, random, x, y)


def _rock(pen: ImageDraw.ImageDraw, random: Random, x: int, y: int) -> None:
    width, height = random.randint(10, 52), random.randint(6, 24)
    shade = random.randint(34, 70)
    pen.ellipse((x, y, x + width, y + height + 3), fill=(20, 20, 18))
    pen.ellipse((x, y - 3, x + width, y + height - 2), fill=(shade, shade - 2, shade - 10))
    pen.ellipse((x + width // 4, y - 1, x + width // 2, y + height // 4), fill=(shade + 22, shade + 20, shade + 8))


def _coral(pen: ImageDraw.ImageDraw, random: Random, x: int, y: int) -> None:
    color = random.choice(((226, 120, 74), (232, 196, 168), (214, 92, 96), (236, 226, 190)))
    for _ in range(random.randint(5, 9)):
        lean, height = random.randint(-13, 13), random.randint(12, 34)
        pen.line((x, y, x + lean // 2, y - height // 2, x + lean, y - height), fill=color, width=2)


def _star(pen: ImageDraw.ImageDraw, random: Random, x: int, y: int) -> None:
    for dx, dy in ((0, -7), (7, -2), (4, 6), (-4, 6), (-7, -2)):
        pen.line((x, y, x + dx, y + dy), fill=(228, 148, 70), width=3)


def _particles(scene: Image.Image, random: Random) -> None:
    pen = ImageDraw.Draw(scene)
    for _ in range(80):
        x, y, size = random.randrange(SMALL[0]), random.randrange(SMALL[1]), random.choice((0, 0, 1, 1, 2))
        shade = random.randint(120, 200)
        pen.ellipse((x, y, x + size, y + size), fill=(shade - 30, shade, shade))


def _lasers(picture: Image.Image, shot: Shot) -> None:
    """Two dots 10 cm apart: nearer together the farther away the bottom is."""
    pen, spread = ImageDraw.Draw(picture), int(150 / max(1.0, shot.pose.altitude))
    for x in (WIDTH // 2 - spread, WIDTH // 2 + spread):
        y = HEIGHT * 2 // 3
        pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=(120, 30, 34))
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=(255, 84, 84))


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(20)


def _overlay(picture: Image.Image, shot: Shot) -> None:
    pen, pose = ImageDraw.Draw(picture), shot.pose
    pen.rectangle((0, 0, WIDTH, 34), fill=(8, 14, 20))
    pen.rectangle((0, HEIGHT - 34, WIDTH, HEIGHT), fill=(8, 14, 20))
    measured = f"DEPTH {pose.depth:7.1f} m    ALT {pose.altitude:5.1f} m    HDG {pose.heading:03.0f}"
    texts = {
        (12, 6, "la"): f"{VEHICLE}  {shot.dive}",
        (WIDTH - 12, 6, "ra"): f"{shot.moment:%Y-%m-%d %H:%M:%S} UTC",
        (12, HEIGHT - 28, "la"): f"{shot.camera.upper()} CAMERA   (demonstration picture)",
        (WIDTH - 12, HEIGHT - 28, "ra"): measured,
    }
    for (x, y, anchor), text in texts.items():
        pen.text((x, y), text, fill=(232, 240, 244), font=_font(), anchor=anchor)
