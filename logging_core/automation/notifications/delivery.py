"""The two ways in which a notification leaves: a mail, or a signed POST."""

import hashlib
import hmac
import json
import smtplib

import httpx
from django.conf import settings
from django.core.mail import EmailMessage

from logging_core.automation.notifications.models import Notification, NotificationTarget, TargetKind
from logging_core.automation.notifications.rules import mail_addresses
from logging_core.shared import clock, named_secrets, outgoing
from logging_core.shared.errors import BadInput

ID_HEADER, SIGNATURE_HEADER = "X-Sealog-Notification", "X-Sealog-Signature"


class CannotDeliver(Exception):
    """The other side did not take it now; it may later."""


def deliver(notification: Notification) -> None:
    """Raises CannotDeliver when it is worth another try, Refusal when it is not."""
    target = notification.target
    if target is None or not target.enabled:
        raise BadInput("the target is off or gone")
    if target.kind == TargetKind.MAIL:
        _mail(notification, target)
    else:
        _post(notification, target)


def _mail(notification: Notification, target: NotificationTarget) -> None:
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        raise BadInput("mail is not set up: SEALOG_MAIL_HOST is empty")
    subject = f"{settings.APP_TITLE}: {notification.subject}"
    message = EmailMessage(subject, notification.text, None, mail_addresses(target.address))
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as problem:
        raise CannotDeliver(f"the mail server: {problem}") from problem


def _post(notification: Notification, target: NotificationTarget) -> None:
    """The body is signed as it is sent: `X-Sealog-Signature: sha256=HMAC(secret, body)`, in hex digits.

    `X-Sealog-Notification` is the same in each try, so that the other side knows one that comes twice.
    """
    body = json.dumps(_content(notification)).encode()
    headers = {"Content-Type": "application/json", ID_HEADER: str(notification.pk), **_signature(target, body)}
    try:
        with outgoing.client() as client:
            answer = client.post(target.address, content=body, headers=headers)
    except outgoing.NoAddress as problem:
        raise CannotDeliver(problem.message) from problem
    except httpx.HTTPError as problem:
        raise CannotDeliver(f"no answer: {problem}") from problem
    if not answer.is_success:
        raise CannotDeliver(f"it answered {answer.status_code}")


def _content(notification: Notification) -> dict[str, object]:
    return {
        "id": str(notification.pk),
        "at": clock.iso(notification.made_at),
        "subject": notification.subject,
        "text": notification.text,
        **notification.about,
    }


def _signature(target: NotificationTarget, body: bytes) -> dict[str, str]:
    if not target.secret_name:
        return {}
    secret = named_secrets.secret(target.secret_name)  # while it is missing nothing is sent unsigned
    return {SIGNATURE_HEADER: f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}
