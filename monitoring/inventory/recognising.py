"""Which form of metadata a file has, judged by its beginning."""

import re

from logging_core.shared.errors import wrong

LIST, STATIONXML, OTHER = "list", "stationxml", "other"
BEGINNING = 4096  # bytes
RESP = re.compile(rb"^B0\d\dF\d\d", re.MULTILINE)
DATALESS = re.compile(rb"\d{6}V ")


def form_of(data: bytes) -> str:
    """`other`: what ObsPy may know, among it SeisComP's XML, dataless SEED and RESP."""
    head = data[:BEGINNING].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<"):
        return OTHER if b"<seiscomp" in head else STATIONXML
    return OTHER if DATALESS.match(head) or RESP.search(head) else LIST


def decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise wrong("file", "is neither metadata nor a list in UTF-8") from None
