"""Encodings by the names operators know, and quality letters by libmseed's publication versions."""

from pymseed import DataEncoding

ENCODINGS = {
    "STEIM1": DataEncoding.STEIM1,
    "STEIM2": DataEncoding.STEIM2,
    "INT_16": DataEncoding.INT16,
    "INT_24": DataEncoding.INT32,  # libmseed writes no 24-bit integers; 32 bits hold the same values
    "INT_32": DataEncoding.INT32,
    "IEEE_FP_SP": DataEncoding.FLOAT32,
    "IEEE_FP_DP": DataEncoding.FLOAT64,
}
NAMES = {int(code): name for name, code in ENCODINGS.items() if name != "INT_24"} | {0: "TEXT", 2: "INT_24"}
QUALITIES = {1: "R", 2: "D", 3: "Q", 4: "M"}
VERSIONS = {letter: version for version, letter in QUALITIES.items()}
BLOCKSIZES = tuple(2**power for power in range(7, 17))


def encoding_name(code: int) -> str:
    return NAMES.get(code, f"encoding {code}")


def quality_letter(version: int) -> str:
    """The letter of a publication version; later versions of miniSEED 3 are given as their number."""
    return QUALITIES.get(version, str(version))
