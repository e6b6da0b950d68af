"""The bytes of a picture and how old it is, or why there is none."""

from dataclasses import dataclass

from django.conf import settings


class NoPicture(Exception):
    """Its text is the cause."""


@dataclass(frozen=True)
class Fetched:
    """`age_s` is by the clock of its origin; None when that does not tell."""

    content: bytes
    age_s: float | None


def check_size(size: int) -> None:
    if size > settings.FRAME_MAX_BYTES:
        raise NoPicture(f"the picture is larger than {settings.FRAME_MAX_BYTES // 1_000_000} MB")
