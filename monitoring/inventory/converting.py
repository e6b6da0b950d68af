"""Dataless SEED, RESP and SeisComP's XML into StationXML, by ObsPy in a process of its own.

So a file that makes a reader run wild harms nobody, and web processes stay small.
"""

import resource
import subprocess
import sys
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.conf import settings

from logging_core.shared.errors import wrong

MOST_SECONDS = 120
MOST_MEMORY = 4_000_000_000  # bytes of address space
NOT_READ = 3  # exit code


def to_stationxml(data: bytes) -> bytes:
    """Raises BadInput with what ObsPy says about it."""
    _check_entities(data)
    command = [sys.executable, "-m", "monitoring.inventory.converting"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False, cwd=settings.BASE_DIR
        )
    except subprocess.TimeoutExpired:
        raise wrong("file", f"could not be read within {MOST_SECONDS} s") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise wrong("file", f"is no metadata that can be read: {said[-1][:300]}")
    return done.stdout


def _check_entities(data: bytes) -> None:
    """ObsPy's reader of XML is not asked to resist."""
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return
    try:
        ElementTree.parse(BytesIO(data), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as problem:
        raise wrong("file", f"is no readable XML: {problem}") from None


def main() -> int:
    """From standard input to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from obspy import read_inventory  # type: ignore[import-untyped]

    try:
        inventory = read_inventory(BytesIO(sys.stdin.buffer.read()))
        inventory.write(sys.stdout.buffer, format="STATIONXML")
    except Exception as problem:  # whatever a reader of foreign files may raise
        sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        return NOT_READ
    return 0


if __name__ == "__main__":
    sys.exit(main())
