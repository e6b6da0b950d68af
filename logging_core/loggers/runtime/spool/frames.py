"""Frames: a payload with its length and checksum, the number of records in it and the time it was written."""

import struct
import zlib
from dataclasses import dataclass

HEADER = struct.Struct("<IIIQ")  # length, checksum of all the rest, records, microseconds since 1970
_COVERED = struct.Struct("<IQ")
LARGEST = 16 * 1024 * 1024


class TooLarge(ValueError):
    """A payload that no frame holds."""


class Torn(ValueError):
    """Bytes that are no frame."""


@dataclass(frozen=True, slots=True)
class Head:
    """`end` is where the frame ends, relative to its beginning."""

    length: int
    checksum: int
    records: int
    at: int

    @property
    def end(self) -> int:
        return HEADER.size + self.length


def framed(payload: bytes, records: int, at: int) -> bytes:
    """Raises TooLarge."""
    if not 0 < len(payload) <= LARGEST:
        raise TooLarge(f"{len(payload)} bytes do not fit into one frame")
    return HEADER.pack(len(payload), _checksum(payload, records, at), records, at) + payload


def head_of(data: bytes) -> Head:
    """Raises Torn."""
    head = Head(*HEADER.unpack(data))
    if not 0 < head.length <= LARGEST:
        raise Torn
    return head


def is_whole(head: Head, payload: bytes) -> bool:
    return _checksum(payload, head.records, head.at) == head.checksum


def _checksum(payload: bytes, records: int, at: int) -> int:
    return zlib.crc32(payload, zlib.crc32(_COVERED.pack(records, at)))
