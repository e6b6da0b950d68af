"""Streams from text: the operators' list `NET|STA|LOC|CHA`, and the text answer of FDSN station services."""

from collections.abc import Iterator

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.inventory.found import Found, Instrument, number_of, place_of, stream_of

# Network|Station|Location|Channel|Latitude|Longitude|Elevation|Depth|Azimuth|Dip|SensorDescription|Scale|
# ScaleFreq|ScaleUnits|SampleRate|StartTime|EndTime
FDSN_COLUMNS = 17


def read(text: str) -> Iterator[Found]:
    """One stream a line; `#` starts a comment, blank lines are left out. A refusal names the line."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        plain = line.partition("#")[0].strip()
        if plain:
            yield _found(plain, line, f"line {number}")


def _found(plain: str, line: str, where: str) -> Found:
    parts = [part.strip() for part in plain.split("|")]
    if len(parts) < 4:
        raise wrong("file", f"{where}: must be NET|STA|LOC|CHA")
    whole = [part.strip() for part in line.split("|")]
    if len(whole) == FDSN_COLUMNS:  # in which a # may be part of a sensor's name
        return _of_service(whole, where)
    return Found(stream_of(where, *parts[:4]))


def _of_service(parts: list[str], where: str) -> Found:
    start, end = parts[15:]
    return Found(
        stream_of(where, *parts[:4]),
        inputs.instant(start, where),
        inputs.end(end, where),
        place_of(where, *parts[4:7]),
        _instrument(parts, where),
    )


def _instrument(parts: list[str], where: str) -> Instrument:
    depth, azimuth, dip = (
        number_of(where, name, text) for name, text in zip(("depth", "azimuth", "dip"), parts[7:10], strict=True)
    )
    return Instrument(
        sample_rate=number_of(where, "sample rate", parts[14]),
        depth=depth,
        azimuth=azimuth,
        dip=dip,
        sensor=parts[10] or None,
        scale=number_of(where, "scale", parts[11]),
        scale_frequency=number_of(where, "frequency", parts[12]),
        scale_units=parts[13] or None,
    )
