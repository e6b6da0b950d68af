"""Sending a file: with its type, its marks for caches, and the part that is asked for."""

import mimetypes
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

PART = re.compile(r"^bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})$", re.ASCII)
AT_A_TIME = 64 * 1024


def send(request: HttpRequest, path: Path) -> HttpResponseBase:
    about = path.stat()
    etag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    answer = _part(request, path, about.st_size, etag) or _whole(path)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(about.st_mtime)
    answer["Accept-Ranges"] = "bytes"
    conditional = get_conditional_response(request, etag, int(about.st_mtime), answer)  # type: ignore[arg-type]
    return conditional or answer


def _type_of(path: Path) -> str:
    kind, packed = mimetypes.guess_type(path.name)
    return "application/octet-stream" if packed or not kind else kind


def _whole(path: Path) -> HttpResponseBase:
    return FileResponse(path.open("rb"), content_type=_type_of(path))


def _part(request: HttpRequest, path: Path, size: int, etag: str) -> HttpResponseBase | None:
    """One range of bytes; several at once, or none that can be read, give the whole file."""
    asked = PART.match(request.META.get("HTTP_RANGE", ""))
    if asked is None or request.META.get("HTTP_IF_RANGE", etag) != etag or asked[0] == "bytes=-":
        return None
    first, last = _bounds(asked["first"], asked["last"], size)
    if first > last:
        refusal = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, content_type=_type_of(path))
        refusal["Content-Range"] = f"bytes */{size}"
        return refusal
    answer = StreamingHttpResponse(_bytes(path, first, last), status=206, content_type=_type_of(path))
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    return answer


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte; `-500` are the last 500."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _bytes(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (data := file.read(min(AT_A_TIME, left))):
            left -= len(data)
            yield data
