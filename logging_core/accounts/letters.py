"""Mails about accounts. Without a mail server none is sent; a mail that fails never fails the request."""

import logging

from django.conf import settings
from django.core.mail import send_mail

from logging_core.accounts.models import User

log = logging.getLogger(__name__)


def welcome(user: User) -> None:
    wait = "\nAn administrator has to enable it before you can log in.\n" if user.disabled else ""
    text = f"Dear {user.fullname},\n\nyour account {user.username} was made.\n{wait}"
    _send(f"{settings.APP_TITLE}: your account", text, user.email)


def notify_of_registration(user: User) -> None:
    text = f"{user.fullname} <{user.email}> registered as {user.username}."
    for address in settings.NOTIFIED:
        _send(f"{settings.APP_TITLE}: new registration", text, address)


def send_reset_link(user: User, link: str) -> None:
    text = f"Dear {user.fullname},\n\nset a new password within 15 minutes:\n\n{link}\n"
    _send(f"{settings.APP_TITLE}: new password", f"{text}\nIf you did not ask for it, do nothing.\n", user.email)


def send_first_link(user: User, link: str) -> None:
    text = f"Dear {user.fullname},\n\nan account {user.username} was made for you. Set its password within a day:"
    _send(f"{settings.APP_TITLE}: your account", f"{text}\n\n{link}\n", user.email)


def _send(subject: str, text: str, address: str) -> None:
    try:
        send_mail(subject, text, None, [address])
    except OSError as problem:
        log.warning("the mail %r to %s was not sent: %s", subject, address, problem)
