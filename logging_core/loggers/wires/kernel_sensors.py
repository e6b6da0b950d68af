"""Sensors that the Linux kernel reads: those of industrial I/O (iio) and on a one-wire bus (w1)."""

from collections.abc import Iterable
from pathlib import Path

IIO = Path("/sys/bus/iio/devices")
ONE_WIRE = Path("/sys/bus/w1/devices")


def iio_device(name: str) -> Path:
    """The folder of the first device of this name. Raises OSError when the kernel knows none."""
    for folder in sorted(IIO.glob("iio:device*")):
        if (folder / "name").read_text().strip() == name:
            return folder
    raise OSError(f"the kernel knows no {name}: load its driver, on a Raspberry Pi by a dtoverlay")


def number(path: Path) -> float:
    """Raises OSError, also for a file without a number."""
    text = path.read_text().strip()
    try:
        return float(text)
    except ValueError:
        raise OSError(f"{path} holds no number: {text[:40]!r}") from None


def thermometers() -> Iterable[str]:
    """Addresses of the thermometers on the bus, in order."""
    return [folder.name for folder in sorted(ONE_WIRE.glob("*-*")) if (folder / "temperature").exists()]


def fahrenheit(celsius: float) -> float:
    return celsius * 9 / 5 + 32
