"""What may stand in a target."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from logging_core.automation.notifications.models import TargetKind
from logging_core.shared import named_secrets, outgoing
from logging_core.shared.errors import Refusal, wrong
from logging_core.shared.text import checked_text

MOST_ADDRESSES = 20


def checked_target(sent: dict[str, Any]) -> dict[str, Any]:
    """The fields of a target in their stored form. Raises BadInput, which names the field."""
    kind = sent.get("kind")
    if kind not in TargetKind.values:
        raise wrong("kind", f"must be one of {', '.join(TargetKind.values)}")
    address = checked_text(sent.get("address"), "address", longest=1000, shortest=1).strip()
    secret = named_secrets.checked_name(sent.get("secret_name", ""), "secret_name")
    return {
        "name": checked_text(sent.get("name"), "name", longest=100, shortest=1).strip(),
        "enabled": bool(sent.get("enabled", True)),
        "kind": kind,
        "address": _checked_mail(address) if kind == TargetKind.MAIL else _checked_webhook(address),
        "secret_name": secret if kind == TargetKind.WEBHOOK else "",
    }


def mail_addresses(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _checked_mail(text: str) -> str:
    addresses = mail_addresses(text)
    if not 0 < len(addresses) <= MOST_ADDRESSES:
        raise wrong("address", f"must be one to {MOST_ADDRESSES} mail addresses separated by commas")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as problem:
            raise wrong("address", f"holds what is no mail address: {address}") from problem
    return ", ".join(addresses)


def _checked_webhook(url: str) -> str:
    """Refused already when it is written, and again each time before it is sent to."""
    try:
        return outgoing.checked(url)
    except Refusal as refusal:
        raise wrong("address", refusal.message) from refusal
