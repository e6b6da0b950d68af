"""New passwords by mailed links."""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from logging_core.accounts import actions
from logging_core.accounts.models import PasswordReset, User
from logging_core.shared import clock
from logging_core.shared.announce import Actor

AFTER_FORGETTING = timedelta(minutes=15)
FOR_A_NEW_ACCOUNT = timedelta(hours=24)


def make_link(user: User, address: str, lasts: timedelta) -> str:
    """The address with a new token appended; older links of the account no longer work."""
    token = secrets.token_hex(20)
    PasswordReset.objects.filter(user=user).delete()
    PasswordReset.objects.create(user=user, digest=_digest(token), expires_at=clock.now() + lasts)
    return f"{address}{token}"


def may_lead_to(address: str) -> bool:
    """Whether a mailed link may lead there: to a host of this server, or to an origin named in the settings.

    A link to anywhere else would hand the token to whoever asked for the mail.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return False
    own = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    return f"{parts.scheme}://{parts.netloc}" in settings.RESET_ORIGINS or validate_host(parts.hostname, own)


class Expired(Exception):
    """The link was a real one, but too old."""


def reset_password(token: str, password: str) -> bool:
    """Set a password with the token of a link, once. False: no such token. Raises Expired."""
    reset = PasswordReset.objects.select_related("user").filter(digest=_digest(token)).first()
    if reset is None:
        return False
    reset.delete()
    if reset.expires_at < clock.now():
        raise Expired
    actor = Actor(reset.user.username, reset.user.id, via="api")
    actions.update_user(actor=actor, user=reset.user, changed={"password": password}, reason="link in a mail")
    return True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
