"""The name of one data stream: network, station, location and channel code."""

import re
from dataclasses import dataclass

CODES = {
    "network": r"[A-Z0-9]{1,8}",
    "station": r"[A-Z0-9-]{1,8}",
    "location": r"[A-Z0-9-]{0,2}",
    "channel": r"[A-Z0-9]{3}",
}
PATTERNS = {part: re.compile(pattern) for part, pattern in CODES.items()}


@dataclass(frozen=True, order=True)
class Nslc:
    """`PF.RER.90.HHZ`; the location may be empty. A wrong code is a ValueError that names it.

    No code can hold a dot, a slash or a joker, so that one never leads out of a folder.
    """

    network: str
    station: str
    location: str
    channel: str

    def __post_init__(self) -> None:
        for part, pattern in PATTERNS.items():
            if not pattern.fullmatch(value := getattr(self, part)):
                raise ValueError(f"{value!r} is no {part} code")

    def __str__(self) -> str:
        return f"{self.network}.{self.station}.{self.location}.{self.channel}"

    @classmethod
    def parse(cls, text: str) -> "Nslc":
        """From `N.S.L.C`; a location of blanks or `--` is the empty one."""
        parts = text.split(".")
        if len(parts) != 4:
            raise ValueError(f"{text!r} is not network.station.location.channel")
        network, station, location, channel = parts
        return cls(network, station, "" if location.strip() in ("", "--") else location, channel)

    @classmethod
    def of_source_id(cls, source_id: str) -> "Nslc":
        """From FDSN's `FDSN:NET_STA_LOC_B_S_SS`, as libmseed names every record."""
        parts = source_id.removeprefix("FDSN:").split("_")
        if len(parts) != 6:
            raise ValueError(f"{source_id!r} does not name a stream")
        network, station, location, *channel = parts
        return cls(network, station, location.strip(), "".join(channel))

    @property
    def source_id(self) -> str:
        """FDSN's source identifier."""
        return f"FDSN:{self.network}_{self.station}_{self.location}_{'_'.join(self.channel)}"
