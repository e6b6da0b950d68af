"""What an import found: a stream, and perhaps one time in which it was open."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from logging_core.shared.errors import BadInput
from monitoring.inventory import codes
from qualitycontrol.archive.nslc import Nslc


@dataclass(frozen=True)
class Found:
    """`start_ns` None: the import knows nothing of epochs; `end_ns` None: still open."""

    stream: Nslc
    start_ns: int | None = None
    end_ns: int | None = None
    sample_rate: float | None = None


def stream_of(where: str, network: str, station: str, location: str, channel: str) -> Nslc:
    """The stream of four codes; a refusal says `where` they stood."""
    location = "" if location.strip() in ("", "--") else location.strip()
    parts = [network.strip(), station.strip(), location, channel.strip()]
    try:
        for check, part in zip((codes.network, codes.station, codes.location, codes.channel), parts, strict=True):
            check(part)
    except ValidationError as problem:
        told = f"{where}: {'.'.join(parts)}: {problem.message}"
        raise BadInput(told, {"nslc": told}) from None
    return Nslc(*parts)
